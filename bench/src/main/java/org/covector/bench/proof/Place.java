package org.covector.bench.proof;

/** Where a rule is corrupted. */
sealed interface Place {
    /** The cotangent that the pullback is given, of output {@code number}. */
    record Given(int number) implements Place {
        @Override
        public String toString() {
            return "cotangent " + number;
        }
    }

    /** What step {@code number} of the traced pullback gives. */
    record Step(int number, String name) implements Place {
        @Override
        public String toString() {
            return "step " + number + " " + name;
        }
    }

    /** What the pullback returns for input {@code number}. */
    record Returned(int number) implements Place {
        @Override
        public String toString() {
            return "gradient " + number;
        }
    }
}
