package org.covector.functional.nn;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.List;
import org.covector.functional.Parts;
import org.covector.functional.Tree;

/**
 * A record of tensors: parameters, buffers and fixed settings, which its tree tells apart. A class that is no record writes its tree out,
 * and overrides {@link #children} and {@link #extra}, which are read from components.
 *
 * {@snippet :
 * record Scale(Tensor factor) implements Model {
 *     public Tree<Scale> tree() {
 *         return Tree.of("factor", Scale::factor, Tree.TENSOR, Scale::new);
 *     }
 * }
 * Scale model = new Scale(Tensor.of(2f, 3));
 * long parameters = model.tree().count(model); // 2
 * }
 */
public interface Model extends Parts {
    @Override
    Tree<? extends Model> tree();

    /**
     * torch's name of one of its components, given the path from here: {@code inProjWeight} is {@code in_proj_weight}. The rule is an
     * underscore before each capital, which becomes small; a model with other names declares them by overriding this. The empty name leaves
     * a level out.
     *
     * @param path of a tensor that belongs to no model within this one, or of a model within
     */
    default String stateName(String path) {
        return StateDict.snake(path);
    }

    /** The models that are its components, or stand in lists, maps and options that are, with their paths. */
    default List<Tuple2<String, Model>> children() {
        return Description.children(this);
    }

    /** Its settings, {@code inFeatures=4, outFeatures=3, bias=true}: what torch calls extra_repr. */
    default String extra() {
        return Description.extra(this);
    }

    /** Its name, settings, and the models within, on a line each. */
    default String describe() {
        return Description.of(this);
    }

    /** Path and torch's name of every tensor. */
    default List<Tuple2<String, String>> names() {
        return StateDict.names(this).map(e -> Tuple.of(e._1(), e._2())).toJavaList();
    }
}
