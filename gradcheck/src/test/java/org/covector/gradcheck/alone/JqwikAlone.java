package org.covector.gradcheck.alone;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.bridge.Ran;
import org.covector.gradcheck.jqwik.GradientProperties;
import org.covector.gradcheck.jqwik.TensorOf;

/** A program with jqwik and no other test library; on the class path, where no domain has to be named. */
final class JqwikAlone {
    @Property(tries = 20)
    void matmul(@ForAll @TensorOf({"m,k in -1..1", "k,n in -1..1"}) List<Tensor> in) {
        GradientProperties.checkGradient(F::matmul, in.get(0), in.get(1));
    }

    /** Runs the property. */
    public static void main(String[] arguments) {
        Ran ran = Ran.run(JqwikAlone.class);
        System.out.println(ran.passed() ? "fine" : ran.failures());
    }
}
