package org.covector.functional.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The central directory of a zip archive, zip64 included, trusted no further than the local headers agree: no equal names, no members
 * that share bytes, no sizes that deflate cannot reach.
 *
 * <p>Source: PKWARE, APPNOTE.TXT, sections 4.3 and 4.5.
 */
final class ZipDirectory {
    private static final long LOCAL = 0x04034b50L;
    private static final long CENTRAL = 0x02014b50L;
    private static final long END = 0x06054b50L;
    private static final long END64 = 0x06064b50L;
    private static final long LOCATOR64 = 0x07064b50L;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final long NONE16 = 0xffffL;
    private static final long NONE32 = 0xffffffffL;
    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int PATCH = 1 << 5;
    private static final int MASKED = 1 << 13;
    private static final int UTF8 = 1 << 11;
    private static final int DEFLATED = 8;
    /** Deflate gives at most 258 bytes for two bits (zlib, technical details). */
    private static final long MAX_RATIO = 1032;
    /** Code page 437 from 0x80 on: names of archives that do not say UTF-8. */
    private static final String CP437 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
            + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

    private final Source file;
    private long directory;
    private long directorySize;
    private long count;

    private ZipDirectory(Source file) {
        this.file = file;
    }

    /** Whether the file begins as an archive does, with a member or, having none, with its end. */
    static boolean matches(Source source) {
        return source.startsWith(new byte[] {'P', 'K', 3, 4}) || source.startsWith(new byte[] {'P', 'K', 5, 6});
    }

    /** Members in the directory's order, without folders. */
    static List<ZipMember> read(Source file, Limits limits) throws FileFormatException {
        ZipDirectory zip = new ZipDirectory(file);
        zip.end();
        List<ZipMember> members = zip.members();
        zip.requireApart(members);
        long inflated = 0;
        for (ZipMember m : members) {
            inflated += m.deflated() ? m.inflatedSize() : 0; // no overflow: each is at most MAX_RATIO times disjoint bytes of the file
        }
        if (inflated > limits.inflatable(file.size())) {
            throw file.error(zip.directory, "the members inflate to " + inflated + " bytes; accepted: at most "
                    + limits.inflatable(file.size())
                    + " for a file of " + file.size() + " bytes");
        }
        return members.stream().filter(m -> !m.name().endsWith("/")).toList();
    }

    private void end() throws FileFormatException {
        long at = file.size() - END_SIZE;
        while (at >= 0 && at >= file.size() - END_SIZE - NONE16
                && !(file.u32(at, "end") == END && file.u16(at + 20, "comment") == file.size() - END_SIZE - at)) {
            at--;
        }
        if (at < 0 || at < file.size() - END_SIZE - NONE16) {
            throw file.error(file.size(), "not a zip archive, or cut off: the end of the central directory is missing");
        }
        int disks = file.u16(at + 4, "disk") | file.u16(at + 6, "disk");
        count = file.u16(at + 10, "entries");
        directorySize = file.u32(at + 12, "directory size");
        directory = file.u32(at + 16, "directory offset");
        long end = at;
        if (at >= LOCATOR_SIZE && file.u32(at - LOCATOR_SIZE, "locator") == LOCATOR64) {
            end = end64(at - LOCATOR_SIZE);
        } else if (disks != 0 || file.u16(at + 8, "entries") != count) {
            throw file.error(at, "archives in several parts are not supported");
        }
        if (directory < 0 || directorySize < 0 || directory > end || directorySize != end - directory) {
            throw file.error(at, "the central directory is said to take " + Long.toUnsignedString(directorySize) + " bytes from byte "
                    + Long.toUnsignedString(directory) + " on, but it ends at byte " + end);
        }
        if (count < 0 || count > directorySize / CENTRAL_SIZE) {
            throw file.error(at, "the archive is said to have " + Long.toUnsignedString(count) + " members, more than its directory of "
                    + directorySize + " bytes holds");
        }
    }

    private long end64(long locator) throws FileFormatException {
        long at = file.i64(locator + 8, "zip64 end");
        if (at < 0 || at > locator - 56 || file.u32(at, "zip64 end") != END64 || file.i64(at + 4, "zip64 end") != locator - at - 12) {
            throw file.error(locator, "the zip64 end of the central directory is not at byte " + Long.toUnsignedString(at));
        }
        long[] found = {file.i64(at + 32, "entries"), file.i64(at + 40, "directory size"), file.i64(at + 48, "directory offset")};
        boolean agrees = (count == NONE16 || count == found[0]) && (directorySize == NONE32 || directorySize == found[1])
                && (directory == NONE32 || directory == found[2]);
        if (!agrees || file.i64(at + 24, "entries") != found[0]) {
            throw file.error(at, "the two ends of the central directory contradict each other");
        }
        count = found[0];
        directorySize = found[1];
        directory = found[2];
        return at;
    }

    private List<ZipMember> members() throws FileFormatException {
        List<ZipMember> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long at = directory;
        long end = directory + directorySize;
        for (long i = 0; i < count; i++) {
            if (at > end - CENTRAL_SIZE || file.u32(at, "directory") != CENTRAL) {
                throw file.error(at, "entry " + i + " of the central directory is missing");
            }
            long length = CENTRAL_SIZE + (long) file.u16(at + 28, "name") + file.u16(at + 30, "extra") + file.u16(at + 32, "comment");
            if (length > end - at) {
                throw file.error(at, "entry " + i + " of the central directory goes beyond its end");
            }
            ZipMember member = member(at);
            if (!names.add(member.name())) {
                throw file.of(member.name()).error(at, "the archive has two members of this name");
            }
            members.add(member);
            at += length;
        }
        if (at != end) {
            throw file.error(at, "the central directory goes on after its last entry");
        }
        return members;
    }

    private ZipMember member(long at) throws FileFormatException {
        int flags = file.u16(at + 8, "flags");
        int method = file.u16(at + 10, "method");
        int nameLength = file.u16(at + 28, "name");
        String name = name(at + CENTRAL_SIZE, nameLength, (flags & UTF8) != 0);
        Source here = file.of(name);
        if ((flags & (ENCRYPTED | PATCH | MASKED)) != 0) {
            throw here.error(at, "encrypted or patched members are not supported");
        }
        if (method != 0 && method != DEFLATED) {
            throw here.error(at, "compression method " + method + "; accepted: stored (0) and deflated (8)");
        }
        long[] sizes = {file.u32(at + 24, "size"), file.u32(at + 20, "size"), file.u32(at + 42, "offset")};
        widen(sizes, here, at + CENTRAL_SIZE + nameLength, file.u16(at + 30, "extra"));
        long crc = file.u32(at + 16, "crc");
        long start = sizes[2];
        if (start < 0 || start > directory - LOCAL_SIZE || file.u32(start, "local header") != LOCAL) {
            throw here.error(at, "there is no local header at byte " + Long.toUnsignedString(start));
        }
        long data = start + LOCAL_SIZE + file.u16(start + 26, "name") + file.u16(start + 28, "extra");
        if (sizes[1] < 0 || sizes[1] > directory - data) {
            throw here.error(at, "the member's " + Long.toUnsignedString(sizes[1]) + " bytes go beyond the archive's data");
        }
        if (method == 0 ? sizes[0] != sizes[1] : sizes[0] < 0 || sizes[0] / MAX_RATIO > sizes[1]) {
            throw here.error(at, sizes[1] + " bytes cannot inflate to " + Long.toUnsignedString(sizes[0]));
        }
        requireLocal(here, at, start, new Header(method, crc, sizes[0], sizes[1]));
        return new ZipMember(here.slice(data, sizes[1], "member"), name, method == DEFLATED, sizes[0], crc, start);
    }

    /** Replaces those of inflated size, size and offset that do not fit into 32 bits. */
    private static void widen(long[] sizes, Source here, long at, int length) throws FileFormatException {
        boolean wide = false;
        for (long size : sizes) {
            wide |= size == NONE32;
        }
        if (!wide) {
            return;
        }
        for (long p = at; p <= at + length - 4;) {
            int id = here.u16(p, "extra");
            int n = here.u16(p + 2, "extra");
            if (n > at + length - p - 4) {
                throw here.error(p, "an extra field goes beyond its record");
            }
            if (id == 1) {
                long q = p + 4;
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == NONE32 && q + 8 <= p + 4 + n) {
                        sizes[i] = here.i64(q, "zip64 size");
                        q += 8;
                    }
                }
                return;
            }
            p += 4 + n;
        }
    }

    /** What a header says of a member. */
    private record Header(int method, long crc, long inflatedSize, long size) {}

    /** Throws unless the local header says the same. */
    private void requireLocal(Source here, long at, long start, Header said) throws FileFormatException {
        int nameLength = file.u16(start + 26, "name");
        int flags = file.u16(start + 6, "flags");
        boolean same = nameLength == file.u16(at + 28, "name") && file.u16(start + 8, "method") == said.method
                && file.bytes().asSlice(start + LOCAL_SIZE, nameLength).mismatch(file.bytes().asSlice(at + CENTRAL_SIZE, nameLength)) == -1;
        if (same && (flags & DESCRIPTOR) == 0) {
            long[] sizes = {file.u32(start + 22, "size"), file.u32(start + 18, "size")};
            widen(sizes, here, start + LOCAL_SIZE + nameLength, file.u16(start + 28, "extra"));
            same = file.u32(start + 14, "crc") == said.crc && sizes[0] == said.inflatedSize && sizes[1] == said.size;
        }
        if (!same || (flags & (ENCRYPTED | PATCH | MASKED)) != 0) {
            throw here.error(start, "the local header contradicts the central directory in name, method, size or CRC-32");
        }
    }

    private String name(long at, int length, boolean utf8) throws FileFormatException {
        if (utf8) {
            return file.text(at, length, StandardCharsets.UTF_8, "name of a member");
        }
        StringBuilder name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int c = file.u8(at + i, "name of a member");
            name.append(c < 0x80 ? (char) c : CP437.charAt(c - 0x80));
        }
        return name.toString();
    }

    /** Members that share bytes make a small file large (D. Fifield, "A better zip bomb", WOOT 2019). */
    private void requireApart(List<ZipMember> members) throws FileFormatException {
        List<ZipMember> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparingLong(ZipMember::start));
        long end = 0;
        for (ZipMember m : sorted) {
            if (m.start() < end) {
                throw m.raw().error(m.start() - m.raw().base(), "the member shares bytes with another one");
            }
            end = m.raw().base() + m.raw().size();
        }
    }
}
