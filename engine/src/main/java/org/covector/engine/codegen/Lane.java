package org.covector.engine.codegen;

import org.covector.engine.ArgumentException;

/** Basic operations on one lane that have no bytecode of their own. The scalar loops call these; a just-in-time compiler inlines them. */
final class Lane {
    private Lane() {}

    static float sqrt(float x) {
        return (float) Math.sqrt(x); // exact: double has more than twice the digits
    }

    static double sqrt(double x) {
        return Math.sqrt(x);
    }

    static boolean lt(float a, float b) {
        return a < b;
    }

    static boolean le(float a, float b) {
        return a <= b;
    }

    static boolean eq(float a, float b) {
        return a == b;
    }

    static boolean ne(float a, float b) {
        return a != b;
    }

    static boolean lt(double a, double b) {
        return a < b;
    }

    static boolean le(double a, double b) {
        return a <= b;
    }

    static boolean eq(double a, double b) {
        return a == b;
    }

    static boolean ne(double a, double b) {
        return a != b;
    }

    static boolean lt(long a, long b) {
        return a < b;
    }

    static boolean le(long a, long b) {
        return a <= b;
    }

    static boolean eq(long a, long b) {
        return a == b;
    }

    static boolean ne(long a, long b) {
        return a != b;
    }

    static boolean lt(int a, int b) {
        return a < b;
    }

    static boolean eq(int a, int b) {
        return a == b;
    }

    static float select(boolean c, float a, float b) {
        return c ? a : b;
    }

    static double select(boolean c, double a, double b) {
        return c ? a : b;
    }

    static long select(boolean c, long a, long b) {
        return c ? a : b;
    }

    static int select(boolean c, int a, int b) {
        return c ? a : b;
    }

    static long fma(long a, long b, long c) {
        return a * b + c;
    }

    static float nextafter(float from, float toward) {
        return Math.nextAfter(from, toward);
    }

    static double nextafter(double from, double toward) {
        return Math.nextAfter(from, toward);
    }

    static long floorDiv(long a, long b) {
        return Math.floorDiv(a, divisor("floorDiv", b));
    }

    static long truncDiv(long a, long b) {
        return a / divisor("truncDiv", b);
    }

    static long remainder(long a, long b) {
        return Math.floorMod(a, divisor("remainder", b));
    }

    static long fmod(long a, long b) {
        return a % divisor("fmod", b);
    }

    private static long divisor(String function, long b) {
        if (b == 0) {
            throw new ArgumentException(function, "divisor", 0, "an INT64 divisor other than 0");
        }
        return b;
    }

    /** {@code a^n} by squaring, wrapping on overflow. */
    static long pow(long a, long n) {
        if (n < 0) {
            throw new ArgumentException("pow", "exponent", n, "0 or more for INT64");
        }
        long result = 1;
        for (long base = a; n != 0; n >>= 1, base *= base) {
            if ((n & 1) != 0) {
                result *= base;
            }
        }
        return result;
    }
}
