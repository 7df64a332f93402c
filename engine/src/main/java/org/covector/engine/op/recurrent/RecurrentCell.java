package org.covector.engine.op.recurrent;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sigmoid;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.tanh;

import java.util.Collections;
import java.util.List;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;

/** What a step computes from the projected input, and from the product of the hidden state with the weight. */
public enum RecurrentCell {
    /** {@code h' = tanh(p + q)}. */
    RNN_TANH(1, 0, List.of(activation("addTanh", tanh(add(in(0), in(1))), 0, 1, Rows.H_AFTER)),
            ofActivation("addTanhPullback", scale(add(in(0), in(1)), sub(number(1), mul(in(2), in(2)))))),
    /** {@code h' = relu(p + q)}. */
    RNN_RELU(1, 0, List.of(activation("addRelu", relu(add(in(0), in(1))), 0, 1, Rows.H_AFTER)),
            ofActivation("addReluPullback", select(le(in(2), number(0)), number(0), add(in(0), in(1))))),
    /** Input, forget, candidate and output gates; keeps them, and the tanh of the cell state. */
    LSTM(4, 5, lstm(), ofLstm()),
    /** Reset and update gates and a candidate; keeps them, and the product that the reset gate scales. */
    GRU(3, 4, gru(), ofGru());

    private final int gates;
    private final int kept;
    final List<Call> step;
    final Call pullback;

    RecurrentCell(int gates, int kept, List<Call> step, Call pullback) {
        this.gates = gates;
        this.kept = kept;
        this.step = step;
        this.pullback = pullback;
    }

    private static Expr in(int i) {
        return Expr.input(i);
    }

    private static Expr relu(Expr x) {
        return select(le(x, number(0)), number(0), x);
    }

    /** {@code d sigmoid}, of its value. */
    private static Expr slope(Expr sigmoid) {
        return mul(sigmoid, sub(number(1), sigmoid));
    }

    /** Of the sum of both sides, gate by gate. */
    private static Call activation(String name, Expr f, int first, int gates, Rows to) {
        return Call.of(name, gates, List.of(Rows.PROJECTED.at(first), Rows.PRODUCT.at(first)), List.of(f), List.of(to.at(first)));
    }

    private static Call ofActivation(String name, Expr f) {
        return Call.of(name, 1, List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.H_AFTER.at(0)), List.of(f),
                List.of(Rows.D_PROJECTED.at(0)));
    }

    private static List<Call> lstm() {
        Expr c = add(mul(in(1), in(4)), mul(in(0), in(2)));
        Call states = Call.of("lstmStates", 1,
                List.of(Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2), Rows.KEPT.at(3), Rows.C_BEFORE.at(0)),
                List.of(c, tanh(c), mul(in(3), tanh(c))), List.of(Rows.C_AFTER.at(0), Rows.KEPT.at(4), Rows.H_AFTER.at(0)));
        Expr sigmoid = sigmoid(add(in(0), in(1)));
        return List.of(activation("addSigmoid", sigmoid, 0, 2, Rows.KEPT),
                activation("addTanh", tanh(add(in(0), in(1))), 2, 1, Rows.KEPT), activation("addSigmoid", sigmoid, 3, 1, Rows.KEPT),
                states);
    }

    private static Call ofLstm() {
        Expr i = in(3);
        Expr f = in(4);
        Expr g = in(5);
        Expr o = in(6);
        Expr tanh = in(8);
        Expr dh = add(in(0), in(1));
        Expr dc = add(in(2), scale(dh, mul(o, sub(number(1), mul(tanh, tanh)))));
        return Call.of("lstmPullback", 1,
                List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.DC.at(0), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2),
                        Rows.KEPT.at(3), Rows.C_BEFORE.at(0), Rows.KEPT.at(4)),
                List.of(scale(dc, mul(g, slope(i))), scale(dc, mul(in(7), slope(f))), scale(dc, mul(i, sub(number(1), mul(g, g)))),
                        scale(dh, mul(tanh, slope(o))), scale(dc, f)),
                List.of(Rows.D_PROJECTED.at(0), Rows.D_PROJECTED.at(1), Rows.D_PROJECTED.at(2), Rows.D_PROJECTED.at(3),
                        Rows.DC_BEFORE.at(0)));
    }

    private static List<Call> gru() {
        Expr candidate = tanh(add(in(0), mul(in(2), in(1))));
        return List.of(activation("addSigmoid", sigmoid(add(in(0), in(1))), 0, 2, Rows.KEPT), Call.of("gruState", 1,
                List.of(Rows.PROJECTED.at(2), Rows.PRODUCT.at(2), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.H_BEFORE.at(0)),
                List.of(candidate, in(1), add(candidate, mul(in(3), sub(in(4), candidate)))),
                List.of(Rows.KEPT.at(2), Rows.KEPT.at(3), Rows.H_AFTER.at(0))));
    }

    private static Call ofGru() {
        Expr r = in(2);
        Expr z = in(3);
        Expr n = in(4);
        Expr dh = add(in(0), in(1));
        Expr dn = scale(dh, mul(sub(number(1), z), sub(number(1), mul(n, n))));
        Expr dz = scale(dh, mul(sub(in(6), n), slope(z)));
        Expr dr = scale(dn, mul(in(5), slope(r)));
        return Call.of("gruPullback", 1,
                List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2), Rows.KEPT.at(3),
                        Rows.H_BEFORE.at(0)),
                List.of(dr, dz, dn, dr, dz, scale(dn, r), scale(dh, z)),
                List.of(Rows.D_PROJECTED.at(0), Rows.D_PROJECTED.at(1), Rows.D_PROJECTED.at(2), Rows.D_PRODUCT.at(0),
                        Rows.D_PRODUCT.at(1), Rows.D_PRODUCT.at(2), Rows.DH_BEFORE.at(0)));
    }

    /** How many gates there are. */
    public int gates() {
        return gates;
    }

    /** How many gates a step keeps for the way back, activations and others. */
    public int kept() {
        return kept;
    }

    /** How many states there are: the hidden one, and the cell's. */
    public int states() {
        return this == LSTM ? 2 : 1;
    }

    /** Whether the product of the hidden state has a cotangent of its own, not that of the projected input. */
    public boolean isSplit() {
        return this == GRU;
    }

    /** Gates in a row of an array. */
    int gatesOf(Rows rows) {
        return switch (rows) {
            case PROJECTED, PRODUCT, D_PROJECTED, D_PRODUCT -> gates;
            case KEPT -> kept;
            case H_BEFORE, H_AFTER, C_BEFORE, C_AFTER, DY, DH, DC, DH_BEFORE, DC_BEFORE -> 1;
        };
    }

    /** Arrays of rows, one for each sequence, as a step meets them. */
    enum Rows {
        PROJECTED, PRODUCT, KEPT, H_BEFORE, H_AFTER, C_BEFORE, C_AFTER, DY, DH, DC, D_PROJECTED, D_PRODUCT, DH_BEFORE, DC_BEFORE;

        Place at(int gate) {
            return new Place(this, gate);
        }
    }

    /** A part of a row: from the first element of a gate on. */
    record Place(Rows rows, int gate) {}

    /** A formula over parts of rows as long as {@code gates} gates. */
    record Call(Formula formula, int gates, List<Place> in, List<Place> out) {
        static Call of(String name, int gates, List<Place> in, List<Expr> results, List<Place> out) {
            return new Call(new Formula(name, Collections.nCopies(in.size(), Kind.VALUE), 0, results), gates, in, out);
        }
    }
}
