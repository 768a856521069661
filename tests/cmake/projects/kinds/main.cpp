extern "C" int one(void);
int main() { return one() - 1; }
