package org.covector.functional.io;

import java.io.IOException;

/**
 * A file that is not what its format asks for, or that holds what has no exact place in a tensor: says which file, which entry, at
 * which byte, and what is wrong.
 *
 * {@snippet :
 * String problem = "";
 * try {
 *     TensorFile.of("cut.npy", new byte[] {1, 2, 3}, Limits.DEFAULT);
 * } catch (FileFormatException e) {
 *     problem = e.file() + " at byte " + e.offset();
 * }
 * String said = problem; // cut.npy at byte 0
 * }
 */
public final class FileFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    /** Names and values come from the file: what is printed of them is cut. */
    private static final int MAX_PRINTED = 200;

    private final String file;
    private final String entry;
    private final long offset;
    private final String problem;

    /**
     * For readers of formats that are built on others.
     *
     * @param file the file's name
     * @param entry the entry's name; empty where the file as a whole is meant
     * @param offset the byte where the problem was seen
     * @param problem what is wrong
     */
    public FileFormatException(String file, String entry, long offset, String problem) {
        super(file + ": " + (entry.isEmpty() ? "" : "entry \"" + printable(entry) + "\": ") + "byte " + offset + ": " + problem);
        this.file = file;
        this.entry = entry;
        this.offset = offset;
        this.problem = problem;
    }

    /** Text of a file, as it may stand in a message: cut, without control characters. */
    public static String printable(String text) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < Math.min(MAX_PRINTED, text.length()); i++) {
            char c = text.charAt(i);
            s.append(Character.isISOControl(c) ? '?' : c);
        }
        return s.append(text.length() > MAX_PRINTED ? "..." : "").toString();
    }

    /** The file's name, as it was given. */
    public String file() {
        return file;
    }

    /** The entry's name (a tensor, a member of an archive); empty where the file as a whole is meant. */
    public String entry() {
        return entry;
    }

    /** The byte where the problem was seen, counted from the beginning of the file; within a compressed member, from its beginning. */
    public long offset() {
        return offset;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }
}
