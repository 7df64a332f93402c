import org.covector.functional.F
import org.covector.functional.Tensor

operator fun Tensor.plus(y: Tensor): Tensor = F.add(this, y)
operator fun Tensor.plus(y: Double): Tensor = F.add(this, y)
operator fun Double.plus(y: Tensor): Tensor = F.add(y, this)
operator fun Tensor.minus(y: Tensor): Tensor = F.sub(this, y)
operator fun Tensor.minus(y: Double): Tensor = F.sub(this, y)
operator fun Double.minus(y: Tensor): Tensor = F.add(F.neg(y), this)
operator fun Tensor.times(y: Tensor): Tensor = F.mul(this, y)
operator fun Tensor.times(y: Double): Tensor = F.mul(this, y)
operator fun Double.times(y: Tensor): Tensor = F.mul(y, this)
operator fun Double.div(y: Tensor): Tensor = F.mul(F.reciprocal(y), this)
operator fun Tensor.unaryMinus(): Tensor = F.neg(this)
operator fun Tensor.get(vararg index: Int): Tensor = at(*index)
infix fun Tensor.matmul(y: Tensor): Tensor = F.matmul(this, y)
infix fun Tensor.pow(y: Double): Tensor = F.pow(this, y)
