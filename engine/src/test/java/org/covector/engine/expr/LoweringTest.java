package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Apply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoweringTest {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void everyElementaryFunctionBecomesBasicOperations(DType element) {
        for (Op op : Op.values()) {
            if (op.tier() == Op.Tier.ELEMENTARY) {
                Expr[] x = {Expr.input(0), Expr.input(1), Expr.input(2)};
                Expr lowered = Lowering.lower(Expr.apply(op, java.util.Arrays.copyOf(x, op.arity())), element);
                assertThat(nodes(lowered)).as(op.toString()).allMatch(e -> !(e instanceof Apply a) || a.op().tier() == Op.Tier.BASIC);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void everyShiftIsByAConstant(DType element) {
        for (Op op : Op.values()) {
            if (op.tier() == Op.Tier.ELEMENTARY) {
                Expr[] x = {Expr.input(0), Expr.input(1), Expr.input(2)};
                Set<Expr> nodes = nodes(Lowering.lower(Expr.apply(op, java.util.Arrays.copyOf(x, op.arity())), element));
                assertThat(nodes).as(op.toString()).allMatch(e -> !(e instanceof Apply a)
                        || !Set.of(Op.BITS_SHL, Op.BITS_SAR, Op.BITS_SHR).contains(a.op())
                        || a.arg(1) instanceof Expr.BitsConstant);
            }
        }
    }

    @Test
    void sharedPartsAreLoweredOnceAlsoBetweenRoots() {
        Expr exp = Expr.apply(Op.EXP, Expr.input(0));
        List<Expr> lowered = Lowering.lower(List.of(exp, Expr.apply(Op.ADD, exp, exp)), DType.FLOAT32);
        assertThat(((Apply) lowered.get(1)).arg(0)).isSameAs(lowered.get(0)).isSameAs(((Apply) lowered.get(1)).arg(1));
    }

    @Test
    void basicAndOpaqueOperationsStayAsTheyAre() {
        Expr basic = Expr.apply(Op.SQRT, Expr.apply(Op.LGAMMA, Expr.input(0)));
        assertThat(Lowering.lower(basic, DType.FLOAT64)).isSameAs(basic);
    }

    @Test
    void aGraphMayBeDeeperThanTheStack() {
        Expr x = Expr.input(0);
        for (int i = 0; i < 100_000; i++) {
            x = Expr.apply(Op.ADD, x, Expr.input(1));
        }
        Expr deep = Expr.apply(Op.TRUNC, x);
        assertThat(((Apply) Lowering.lower(deep, DType.FLOAT32)).op().tier()).isEqualTo(Op.Tier.BASIC);
    }

    @Test
    void integersAreRefused() {
        assertThatThrownBy(() -> Lowering.lower(Expr.input(0), DType.INT64)).isInstanceOf(ArgumentException.class);
    }

    private static Set<Expr> nodes(Expr root) {
        Set<Expr> seen = new HashSet<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Expr e = open.pop();
            if (seen.add(e) && e instanceof Apply a) {
                open.addAll(a.args());
            }
        }
        return seen;
    }
}
