o: a b

a:

b:
