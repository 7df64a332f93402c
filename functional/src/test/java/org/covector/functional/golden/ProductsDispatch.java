package org.covector.functional.golden;

/** Reference functions of this family, by their names. */
final class ProductsDispatch {
    private ProductsDispatch() {}

    static void addTo(Dispatch d) {
        // d.one("torch.name", a -> F.name(a.tensor("input")));
    }
}
