a.o b.o : x\
 y
z:
