t.o: t.c /usr/include/stdc-predef.h sp\ ace/h$$b\#c:d%é\z\ \ \\\ q.h \
 end: a\:b.h tab\	x.h [x]*?(y).h
