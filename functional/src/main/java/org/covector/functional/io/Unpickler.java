package org.covector.functional.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.covector.functional.io.PickleValue.Dict;
import org.covector.functional.io.PickleValue.Global;
import org.covector.functional.io.PickleValue.Items;
import org.covector.functional.io.PickleValue.Kind;
import org.covector.functional.io.PickleValue.Scalar;
import org.covector.functional.io.PickleValue.Tuple;

/**
 * Reads the pickle of a checkpoint: an interpreter of the opcodes that tensors and containers need, which calls nothing. Globals are
 * names of a fixed list, and REDUCE is answered by {@link TorchObjects}. Work and memory are proportional to the pickle's length.
 *
 * <p>Source: Python, {@code pickletools}; the opcodes are those that PyTorch's own restricted unpickler accepts, and their successors
 * in protocols 4 and 5.
 */
final class Unpickler {
    private static final Scalar NONE = new Scalar(Kind.NONE, "None", 0);
    private static final Scalar TRUE = new Scalar(Kind.BOOLEAN, "True", 1);
    private static final Scalar FALSE = new Scalar(Kind.BOOLEAN, "False", 0);

    private final Source source;
    private final TorchObjects objects;
    private final List<PickleValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, PickleValue> memo = new HashMap<>();
    private long at;
    private long opcodeAt;

    private Unpickler(Source source) {
        this.source = source;
        this.objects = new TorchObjects(source);
    }

    /** The one value of the pickle. */
    static PickleValue read(Source source) throws FileFormatException {
        Unpickler machine = new Unpickler(source);
        while (machine.step()) {
            machine.opcodeAt = machine.at;
        }
        return machine.result();
    }

    private PickleValue result() throws FileFormatException {
        PickleValue value = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
            throw error("the pickle stops with " + stack.size() + " values left");
        }
        if (at != source.size()) {
            throw error("the pickle stops before its end");
        }
        return value;
    }

    /** Runs one instruction; false after STOP. */
    private boolean step() throws FileFormatException {
        int opcode = source.u8(at++, "opcode");
        switch (opcode) {
            case '.' -> {
                return false;
            }
            case 0x80 -> protocol();
            case 0x95 -> at += 8; // FRAME: a hint for readers of streams
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case 'N' -> push(NONE);
            case 0x88 -> push(TRUE);
            case 0x89 -> push(FALSE);
            case 'K', 'M', 'J', 0x8a, 'G' -> number(opcode);
            case 'X', 0x8c, 0x8d, 'U', 'T' -> text(opcode);
            case ']' -> push(new Items());
            case '}' -> push(new Dict());
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(new Tuple(top(1)));
            case 0x86 -> push(new Tuple(top(2)));
            case 0x87 -> push(new Tuple(top(3)));
            case 't' -> push(new Tuple(marked()));
            case 'l' -> push(new Items(marked()));
            case 'd' -> push(put(new Dict(), marked()));
            case 'a' -> append(top(1));
            case 'e' -> append(marked());
            case 's' -> setItems(top(2));
            case 'u' -> setItems(marked());
            default -> memoOrObject(opcode);
        }
        return true;
    }

    private void memoOrObject(int opcode) throws FileFormatException {
        switch (opcode) {
            case 'q' -> memo.put((long) source.u8(at++, "memo"), peek());
            case 'r' -> memo.put(u32(), peek());
            case 0x94 -> memo.put((long) memo.size(), peek());
            case 'h' -> push(recall(source.u8(at++, "memo")));
            case 'j' -> push(recall(u32()));
            case 'c' -> push(global(line(), line()));
            case 0x93 -> {
                List<PickleValue> names = top(2);
                push(global(textOf(names.get(0)), textOf(names.get(1))));
            }
            case 'Q' -> push(objects.persistent(pop(), opcodeAt));
            case 'R' -> {
                List<PickleValue> call = top(2);
                push(objects.reduce(call.get(0), call.get(1), opcodeAt));
            }
            case 'b' -> {
                pop(); // attributes: what a state_dict says of versions
                if (!(peek() instanceof Dict)) {
                    throw error("BUILD gives attributes to something else than a dictionary");
                }
            }
            default -> throw error("opcode " + (opcode > 0x20 && opcode < 0x7f ? "'" + (char) opcode + "'"
                    : "0x" + Integer.toHexString(opcode))
                    + " is not allowed: only those of tensors and containers, protocols 2 to 5, are read");
        }
    }

    private void protocol() throws FileFormatException {
        int version = source.u8(at++, "protocol");
        if (version < 2 || version > 5) {
            throw error("pickle protocol is " + version + "; accepted: 2 to 5");
        }
    }

    private void number(int opcode) throws FileFormatException {
        switch (opcode) {
            case 'K' -> push(Scalar.integer(source.u8(at++, "number")));
            case 'M' -> {
                push(Scalar.integer(source.u16(at, "number")));
                at += 2;
            }
            case 'J' -> push(Scalar.integer((int) u32()));
            case 'G' -> {
                double x = Double.longBitsToDouble(Long.reverseBytes(source.i64(at, "number")));
                push(new Scalar(Kind.REAL, Double.toString(x), 0));
                at += 8;
            }
            default -> {
                int n = source.u8(at++, "number");
                if (n > 8) {
                    throw error("an integer of " + n + " bytes; accepted: at most 8");
                }
                long value = 0;
                for (int i = n - 1; i >= 0; i--) {
                    int b = source.u8(at + i, "number");
                    value = i == n - 1 ? (byte) b : value << 8 | b;
                }
                at += n;
                push(Scalar.integer(value));
            }
        }
    }

    private void text(int opcode) throws FileFormatException {
        long length = switch (opcode) {
            case 0x8c, 'U' -> source.u8(at++, "text");
            case 0x8d -> {
                at += 8;
                yield source.i64(at - 8, "text");
            }
            default -> u32();
        };
        push(new Scalar(Kind.TEXT, source.text(at, length, StandardCharsets.UTF_8, "text"), 0));
        at += length;
    }

    private long u32() throws FileFormatException {
        at += 4;
        return source.u32(at - 4, "number");
    }

    private String line() throws FileFormatException {
        long from = at;
        while (source.u8(at, "global") != '\n') {
            at++;
        }
        return source.text(from, at++ - from, StandardCharsets.UTF_8, "global");
    }

    private Global global(String module, String name) throws FileFormatException {
        String global = module + "." + name;
        if (!TorchTypes.knows(global)) {
            throw error(TorchTypes.refusal(global));
        }
        return new Global(global);
    }

    private String textOf(PickleValue value) throws FileFormatException {
        if (value instanceof Scalar(Kind kind, String text, _) && kind == Kind.TEXT) {
            return text;
        }
        throw error("a name is no text");
    }

    private void append(List<PickleValue> values) throws FileFormatException {
        if (!(peek() instanceof Items(List<PickleValue> list))) {
            throw error("APPEND to something else than a list");
        }
        list.addAll(values);
    }

    private void setItems(List<PickleValue> pairs) throws FileFormatException {
        if (!(peek() instanceof Dict dict)) {
            throw error("SETITEM on something else than a dictionary");
        }
        put(dict, pairs);
    }

    private Dict put(Dict dict, List<PickleValue> pairs) throws FileFormatException {
        if (pairs.size() % 2 != 0) {
            throw error("a key has no value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof Scalar key) || key.kind() == Kind.TYPE) {
                throw error("a key is neither text nor a number");
            }
            if (dict.values().put(key.shown(), pairs.get(i + 1)) != null) {
                throw error("the key \"" + FileFormatException.printable(key.shown()) + "\" occurs twice in one dictionary");
            }
        }
        return dict;
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private PickleValue peek() throws FileFormatException {
        if (stack.size() <= floor()) {
            throw error("the pickle's stack is empty");
        }
        return stack.getLast();
    }

    private PickleValue pop() throws FileFormatException {
        PickleValue value = peek();
        stack.removeLast();
        return value;
    }

    private List<PickleValue> top(int n) throws FileFormatException {
        if (stack.size() - floor() < n) {
            throw error("the pickle's stack is empty");
        }
        return cut(stack.size() - n);
    }

    private List<PickleValue> marked() throws FileFormatException {
        if (marks.isEmpty()) {
            throw error("there is no mark on the pickle's stack");
        }
        return cut(marks.removeLast());
    }

    private List<PickleValue> cut(int from) {
        List<PickleValue> tail = stack.subList(from, stack.size());
        List<PickleValue> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private PickleValue recall(long key) throws FileFormatException {
        PickleValue value = memo.get(key);
        if (value == null) {
            throw error("memo " + key + " is not set");
        }
        return value;
    }

    private FileFormatException error(String problem) {
        return source.error(opcodeAt, problem);
    }
}
