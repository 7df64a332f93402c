package org.covector.functional.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Tuple;
import io.vavr.collection.LinkedHashMap;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** Optimisers that torch has not (or not long) against scalar loops written from their papers: 12 steps, all parameters and elements. */
class PaperTest {
    private static final Tree<LinkedHashMap<String, Tensor>> TREE = Tree.map(Tree.TENSOR);
    private static final int STEPS = 12;
    private static final int[][] SHAPES = {{3, 2}, {4}, {2, 5}};

    /** One element's memory through the steps. */
    private interface Scalar {
        double next(double p, double g, int t, double[] memory);
    }

    private static double[][] start() {
        double[][] all = new double[SHAPES.length][];
        for (int i = 0; i < all.length; i++) {
            int n = 1;
            for (int d : SHAPES[i]) {
                n *= d;
            }
            all[i] = new double[n];
            for (int k = 0; k < n; k++) {
                all[i][k] = Math.sin(1.7 * k + i) + 0.2;
            }
        }
        return all;
    }

    /** The gradient of a bumpy function at p, so that it depends on where the optimiser went. */
    private static double grad(double p, int i, int k, int t) {
        return 0.6 * p + Math.cos(2 * p + 0.3 * i) + 0.4 * Math.sin(0.9 * t + k);
    }

    private static LinkedHashMap<String, Tensor> tensors(double[][] values) {
        LinkedHashMap<String, Tensor> made = LinkedHashMap.empty();
        for (int i = 0; i < values.length; i++) {
            made = made.put("layer." + i, Tensor.of(values[i].clone(), SHAPES[i]));
        }
        return made;
    }

    private static double[][] grads(double[][] p, int t) {
        double[][] g = new double[p.length][];
        for (int i = 0; i < p.length; i++) {
            g[i] = new double[p[i].length];
            for (int k = 0; k < g[i].length; k++) {
                g[i][k] = grad(p[i][k], i, k, t);
            }
        }
        return g;
    }

    /** All leaves at once: gives the next parameters. */
    private interface Loop {
        double[][] next(double[][] p, double[][] g, int t);
    }

    private static void follows(Optimizer optimizer, Loop paper) {
        double[][] p = start();
        LinkedHashMap<String, Tensor> x = tensors(p);
        State<LinkedHashMap<String, Tensor>> state = optimizer.init(TREE, x);
        for (int t = 1; t <= STEPS; t++) {
            double[][] g = grads(p, t);
            p = paper.next(p, g, t);
            var next = optimizer.update(tensors(g), state, x);
            x = next._1();
            state = next._2();
            for (int i = 0; i < p.length; i++) {
                assertThat(x.get("layer." + i).get().toDoubleArray()).as("step %d, leaf %d", t, i).containsExactly(p[i], within(1e-11));
            }
        }
    }

    private static Loop each(int memories, Scalar rule) {
        double[][][] memory = new double[SHAPES.length][16][memories];
        return (p, g, t) -> {
            double[][] next = new double[p.length][];
            for (int i = 0; i < p.length; i++) {
                next[i] = new double[p[i].length];
                for (int k = 0; k < p[i].length; k++) {
                    next[i][k] = rule.next(p[i][k], g[i][k], t, memory[i][k]);
                }
            }
            return next;
        };
    }

    @Test
    void adaBelief() {
        follows(AdaBelief.DEFAULT.withLr(0.05).withEps(1e-8).withWeightDecay(0.1), each(2, (p, g, t, m) -> {
            m[0] = 0.9 * m[0] + 0.1 * g;
            m[1] = 0.999 * m[1] + 0.001 * (g - m[0]) * (g - m[0]) + 1e-8;
            double mean = m[0] / (1 - Math.pow(0.9, t));
            double spread = m[1] / (1 - Math.pow(0.999, t));
            return p - 0.05 * 0.1 * p - 0.05 * mean / (Math.sqrt(spread) + 1e-8);
        }));
    }

    @Test
    void lion() {
        follows(Lion.DEFAULT.withLr(0.01).withWeightDecay(0.1), each(1, (p, g, _, m) -> {
            double u = Math.signum(0.9 * m[0] + 0.1 * g);
            m[0] = 0.99 * m[0] + 0.01 * g;
            return p - 0.01 * (u + 0.1 * p);
        }));
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    @Test
    void lamb() {
        double[][][] memory = new double[SHAPES.length][2][16];
        follows(LAMB.DEFAULT.withLr(0.05).withWeightDecay(0.1), (p, g, t) -> {
            double[][] next = new double[p.length][];
            for (int i = 0; i < p.length; i++) {
                double[] u = new double[p[i].length];
                for (int k = 0; k < u.length; k++) {
                    memory[i][0][k] = 0.9 * memory[i][0][k] + 0.1 * g[i][k];
                    memory[i][1][k] = 0.999 * memory[i][1][k] + 0.001 * g[i][k] * g[i][k];
                    double r = memory[i][0][k] / (1 - Math.pow(0.9, t)) / (Math.sqrt(memory[i][1][k] / (1 - Math.pow(0.999, t))) + 1e-6);
                    u[k] = r + 0.1 * p[i][k];
                }
                double trust = norm(p[i]) / norm(u);
                next[i] = new double[u.length];
                for (int k = 0; k < u.length; k++) {
                    next[i][k] = p[i][k] - 0.05 * trust * u[k];
                }
            }
            return next;
        });
    }

    @Test
    void lars() {
        double[][] buffer = new double[SHAPES.length][16];
        follows(LARS.DEFAULT.withLr(2).withWeightDecay(0.01).withTrust(0.02), (p, g, _) -> {
            double[][] next = new double[p.length][];
            for (int i = 0; i < p.length; i++) {
                double local = 0.02 * norm(p[i]) / (norm(g[i]) + 0.01 * norm(p[i]));
                next[i] = new double[p[i].length];
                for (int k = 0; k < p[i].length; k++) {
                    buffer[i][k] = 0.9 * buffer[i][k] + 2 * local * (g[i][k] + 0.01 * p[i][k]);
                    next[i][k] = p[i][k] - buffer[i][k];
                }
            }
            return next;
        });
    }

    @Test
    void adafactor() {
        double[][] rowVar = new double[SHAPES.length][16];
        double[][] colVar = new double[SHAPES.length][16];
        follows(Adafactor.DEFAULT.withLr(0.05).withWeightDecay(0.1).withEps1(1e-10), (p, g, t) -> {
            double[][] next = new double[p.length][];
            double take = Math.pow(t, -0.8);
            for (int i = 0; i < p.length; i++) {
                int n = p[i].length;
                double[] u = new double[n];
                if (SHAPES[i].length == 2) {
                    int rows = SHAPES[i][0];
                    int columns = SHAPES[i][1];
                    double total = 0;
                    for (int r = 0; r < rows; r++) {
                        double mean = 0;
                        for (int c = 0; c < columns; c++) {
                            mean += g[i][r * columns + c] * g[i][r * columns + c] / columns;
                        }
                        rowVar[i][r] += take * (mean - rowVar[i][r]);
                        total += rowVar[i][r] / rows;
                    }
                    for (int c = 0; c < columns; c++) {
                        double mean = 0;
                        for (int r = 0; r < rows; r++) {
                            mean += g[i][r * columns + c] * g[i][r * columns + c] / rows;
                        }
                        colVar[i][c] += take * (mean - colVar[i][c]);
                    }
                    for (int k = 0; k < n; k++) {
                        u[k] = g[i][k] / Math.sqrt(rowVar[i][k / columns] * colVar[i][k % columns] / total);
                    }
                } else {
                    for (int k = 0; k < n; k++) {
                        rowVar[i][k] += take * (g[i][k] * g[i][k] - rowVar[i][k]);
                        u[k] = g[i][k] / Math.sqrt(rowVar[i][k]);
                    }
                }
                double alpha = Math.max(1e-3, norm(p[i]) / Math.sqrt(n)) * Math.min(0.05, 1 / Math.sqrt(t));
                double clip = Math.max(1, norm(u) / Math.sqrt(n));
                next[i] = new double[n];
                for (int k = 0; k < n; k++) {
                    next[i][k] = p[i][k] * (1 - 0.05 * 0.1) - alpha * u[k] / clip;
                }
            }
            return next;
        });
    }

    @Test
    void scheduleFree() {
        double[] shared = new double[2]; // largest rate, sum of weights: the same for all elements of a step
        double[][][] memory = new double[SHAPES.length][3][16]; // x, z, v
        double[][] p0 = start();
        for (int i = 0; i < p0.length; i++) {
            System.arraycopy(p0[i], 0, memory[i][0], 0, p0[i].length);
            System.arraycopy(p0[i], 0, memory[i][1], 0, p0[i].length);
        }
        ScheduleFreeAdamW o = ScheduleFreeAdamW.DEFAULT.withLr(0.05).withWeightDecay(0.1).withWarmupSteps(4).withR(1);
        follows(o, (y, g, t) -> {
            double lr = 0.05 * Math.min(1, t / 4.0);
            shared[0] = Math.max(shared[0], lr);
            double weight = t * shared[0] * shared[0];
            shared[1] += weight;
            double c = weight / shared[1];
            double[][] next = new double[y.length][];
            for (int i = 0; i < y.length; i++) {
                next[i] = new double[y[i].length];
                for (int k = 0; k < y[i].length; k++) {
                    double[][] m = memory[i];
                    m[2][k] = 0.999 * m[2][k] + 0.001 * g[i][k] * g[i][k];
                    double direction = g[i][k] / (Math.sqrt(m[2][k] / (1 - Math.pow(0.999, t))) + 1e-8) + 0.1 * y[i][k];
                    m[1][k] -= lr * direction;
                    m[0][k] = (1 - c) * m[0][k] + c * m[1][k];
                    next[i][k] = 0.1 * m[1][k] + 0.9 * m[0][k];
                }
            }
            return next;
        });
    }

    @Test
    void prodigy() {
        double[][] p0 = start();
        double[][][] memory = new double[SHAPES.length][3][16]; // s, m, v
        double[] shared = {1e-2, 0}; // d, r
        follows(Prodigy.DEFAULT.withD0(1e-2), (p, g, _) -> {
            double d = shared[0];
            double b = Math.sqrt(0.999);
            double product = 0;
            double size = 0;
            double[][] next = new double[p.length][];
            for (int i = 0; i < p.length; i++) {
                next[i] = new double[p[i].length];
                for (int k = 0; k < p[i].length; k++) {
                    double[][] m = memory[i];
                    product += g[i][k] * (p0[i][k] - p[i][k]);
                    m[0][k] = b * m[0][k] + (1 - b) * d * d * g[i][k];
                    m[1][k] = 0.9 * m[1][k] + 0.1 * d * g[i][k];
                    m[2][k] = 0.999 * m[2][k] + 0.001 * d * d * g[i][k] * g[i][k];
                    size += Math.abs(m[0][k]);
                    next[i][k] = p[i][k] - d * m[1][k] / (Math.sqrt(m[2][k]) + d * 1e-8);
                }
            }
            shared[1] = b * shared[1] + (1 - b) * d * d * product;
            shared[0] = Math.max(d, shared[1] / size);
            return next;
        });
        assertThat(shared[0]).as("the distance found").isGreaterThan(1e-2);
    }

    @Test
    void lookahead() {
        double[][][] slow = {start()};
        follows(new Lookahead(SGD.DEFAULT.withLr(0.1), 3, 0.4), (p, g, t) -> {
            double[][] next = new double[p.length][];
            for (int i = 0; i < p.length; i++) {
                next[i] = new double[p[i].length];
                for (int k = 0; k < p[i].length; k++) {
                    next[i][k] = p[i][k] - 0.1 * g[i][k];
                    if (t % 3 == 0) {
                        slow[0][i][k] += 0.4 * (next[i][k] - slow[0][i][k]);
                        next[i][k] = slow[0][i][k];
                    }
                }
            }
            return next;
        });
    }

    @Test
    void muon() {
        int rows = 3;
        int columns = 2;
        double[][] p = {start()[0]};
        double[] buffer = new double[6];
        Muon o = Muon.DEFAULT.withLr(0.1);
        LinkedHashMap<String, Tensor> x = LinkedHashMap.of("w", Tensor.of(p[0].clone(), 3, 2));
        var state = o.init(TREE, x);
        for (int t = 1; t <= STEPS; t++) {
            double[] g = new double[6];
            for (int k = 0; k < 6; k++) {
                g[k] = grad(p[0][k], 0, k, t);
                buffer[k] = 0.95 * buffer[k] + 0.05 * g[k];
            }
            double[] u = new double[6]; // transposed: 2 rows of 3
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    u[c * rows + r] = 0.05 * g[r * columns + c] + 0.95 * buffer[r * columns + c];
                }
            }
            double size = Math.max(norm(u), 1e-7);
            for (int k = 0; k < 6; k++) {
                u[k] /= size;
            }
            for (int i = 0; i < 5; i++) {
                double[] a = product(u, transposed(u, 2, 3), 2, 3, 2);
                double[] aa = product(a, a, 2, 2, 2);
                for (int k = 0; k < 4; k++) {
                    a[k] = -4.775 * a[k] + 2.0315 * aa[k];
                }
                double[] more = product(a, u, 2, 2, 3);
                for (int k = 0; k < 6; k++) {
                    u[k] = 3.4445 * u[k] + more[k];
                }
            }
            for (int k = 0; k < 6; k++) {
                p[0][k] = p[0][k] * (1 - 0.1 * 0.1) - 0.1 * Math.sqrt(1.5) * u[k % columns * rows + k / columns];
            }
            var next = o.update(LinkedHashMap.of("w", Tensor.of(g, 3, 2)), state, x);
            x = next._1();
            state = next._2();
            assertThat(x.get("w").get().toDoubleArray()).containsExactly(p[0], within(1e-11));
        }
    }

    private static double[] transposed(double[] a, int m, int n) {
        double[] t = new double[a.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                t[j * m + i] = a[i * n + j];
            }
        }
        return t;
    }

    private static double[] product(double[] a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int q = 0; q < k; q++) {
                    c[i * n + j] += a[i * k + q] * b[q * n + j];
                }
            }
        }
        return c;
    }

    @Test
    void sharpnessAware() {
        SAM sam = new SAM(SGD.DEFAULT.withLr(0.1), 0.2, false);
        double[] p = {0.5, -1.2, 2};
        Tensor x = Tensor.of(p.clone());
        var state = sam.init(Tree.TENSOR, x);
        for (int t = 1; t <= STEPS; t++) {
            double[] g = p.clone(); // of sum(p^2) / 2 + sum(p^4) / 4
            for (int k = 0; k < 3; k++) {
                g[k] = p[k] + p[k] * p[k] * p[k];
            }
            double size = norm(g);
            for (int k = 0; k < 3; k++) {
                double there = p[k] + 0.2 * g[k] / (size + 1e-12);
                g[k] = there + there * there * there;
            }
            for (int k = 0; k < 3; k++) {
                p[k] -= 0.1 * g[k];
            }
            var next = sam.update(w -> Tuple.of(F.sum(w), F.add(w, F.pow(w, 3))), state, x);
            x = next._2();
            state = next._3();
            assertThat(x.toDoubleArray()).containsExactly(p, within(1e-11));
        }
    }

    @Test
    void movingAverages() {
        double[] mean = new double[2];
        double[] moving = new double[2];
        Average<Tensor> swa = Average.of(Tensor.zeros(2));
        Average<Tensor> ema = Average.of(Tensor.zeros(2));
        for (int t = 1; t <= STEPS; t++) {
            double[] p = {Math.sin(t), t * 0.3};
            for (int k = 0; k < 2; k++) {
                mean[k] = (mean[k] * (t - 1) + p[k]) / t;
                moving[k] = t == 1 ? p[k] : 0.9 * moving[k] + 0.1 * p[k];
            }
            swa = swa.swa(Tree.TENSOR, Tensor.of(p.clone()));
            ema = ema.ema(Tree.TENSOR, Tensor.of(p.clone()), 0.9);
        }
        assertThat(swa.params().toDoubleArray()).containsExactly(mean, within(1e-12));
        assertThat(ema.params().toDoubleArray()).containsExactly(moving, within(1e-12));
    }
}
