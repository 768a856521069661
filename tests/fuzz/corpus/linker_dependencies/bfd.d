r.o: \
  f.o \
  m.o

f.o:

m.o:
