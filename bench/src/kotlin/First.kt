import org.covector.functional.Autograd
import org.covector.functional.F
import org.covector.functional.Functions
import org.covector.functional.Key
import org.covector.functional.Tensor

fun main() {
    val x = Tensor.of(0.5, 1.0, 2.0)
    val y = Tensor.of(3.0, -1.0, 0.5)
    println(2.0 * x + y / x - 1.0)
    println(-(x pow 2.0)[1])
    println(Autograd.grad { t -> (t * t * y).sum() }.apply(x))
    println(Autograd.grad2 { a, b -> F.mseLoss(a, b) }.apply(x, y)._1())
    println(Autograd.grad(F::sum).apply(x))
    println(Functions.compose(F::square, F::tanh, F::sum).apply(x))

    val w = Tensor.normal(Key.of(1), 4, 3)
    println((w matmul w.t()).shape())
}
