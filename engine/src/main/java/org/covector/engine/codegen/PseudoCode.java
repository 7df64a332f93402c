package org.covector.engine.codegen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.BitsConstant;
import org.covector.engine.expr.Expr.Constant;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expr.Scalar;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;

/** A program as readable pseudo-Java: what its loop does to one lane. */
final class PseudoCode {
    private static final int INLINE = 60;

    private final Program program;
    private final Map<Expr, String> names = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private PseudoCode(Program program) {
        this.program = program;
    }

    static String of(Program program) {
        return new PseudoCode(program).write();
    }

    private String write() {
        StringJoiner parameters = new StringJoiner(", ", program.name() + "(", ")");
        for (int k = 0; k < program.inputs().size(); k++) {
            parameters.add(type(program.inputs().get(k)) + (program.isConstant(k) ? " x" : "[] x") + k);
        }
        for (int i = 0; i < program.scalars(); i++) {
            parameters.add(type(Kind.VALUE) + " s" + i);
        }
        text.append(parameters).append('\n').append("for (int i = 0; i < n; i++) {\n");
        Map<Expr, Integer> uses = Graph.uses(program.outputs());
        List<Expr> order = Graph.order(program.outputs());
        int temporaries = 0;
        for (Expr e : order) {
            String form = render(e);
            if (e instanceof Apply && (uses.getOrDefault(e, 0) > 1 || form.length() > INLINE)) {
                String name = "t" + temporaries++;
                text.append("    ").append(type(e.kind())).append(' ').append(name).append(" = ").append(bare(form)).append(";\n");
                form = name;
            }
            names.put(e, form);
        }
        for (int j = 0; j < program.outputs().size(); j++) {
            String target = program.outputs().size() == 1 ? "y" : "y" + j;
            String form = names.getOrDefault(program.outputs().get(j), "");
            text.append("    ").append(target).append("[i] = ").append(bare(form)).append(";\n");
        }
        return text.append("}\n").toString();
    }

    private String render(Expr e) {
        return switch (e) {
            case Input in -> "x" + in.index() + (program.isConstant(in.index()) ? "" : "[i]");
            case Scalar s -> "s" + s.index();
            case Constant c -> number(c.value());
            case BitsConstant b -> Math.abs(b.value()) < 1024 ? Long.toString(b.value()) : "0x" + Long.toHexString(b.value());
            case Apply a -> render(a);
        };
    }

    private String render(Apply a) {
        List<String> args = a.args().stream().map(x -> names.getOrDefault(x, "")).toList();
        if (a.op() == Op.SELECT || a.op() == Op.BITS_SELECT) {
            return "(" + bare(args.get(0)) + " ? " + args.get(1) + " : " + args.get(2) + ")";
        }
        boolean isSign = !Character.isLetter(a.op().symbol().charAt(0));
        if (isSign) {
            return args.size() == 1 ? a.op().symbol() + args.get(0) : "(" + args.get(0) + " " + a.op().symbol() + " " + args.get(1) + ")";
        }
        StringJoiner call = new StringJoiner(", ", a.op().symbol() + "(", ")");
        args.forEach(x -> call.add(bare(x)));
        return call.toString();
    }

    /** Without parentheses around the whole. */
    private static String bare(String form) {
        if (!form.startsWith("(")) {
            return form;
        }
        int depth = 0;
        for (int i = 0; i < form.length() - 1; i++) {
            depth += form.charAt(i) == '(' ? 1 : form.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return form;
            }
        }
        return form.substring(1, form.length() - 1);
    }

    private String number(double value) {
        return switch (program.element()) {
            case FLOAT32 -> Float.toString((float) value) + "f";
            case FLOAT64 -> Double.toString(value);
            case INT64, BOOL -> Long.toString((long) value);
        };
    }

    private String type(Kind kind) {
        return switch (kind) {
            case BOOL -> "boolean";
            case BITS -> switch (program.element()) {
                case FLOAT32 -> "int";
                case FLOAT64, INT64, BOOL -> "long";
            };
            case VALUE -> switch (program.element()) {
                case FLOAT32 -> "float";
                case FLOAT64 -> "double";
                case INT64, BOOL -> "long";
            };
        };
    }
}
