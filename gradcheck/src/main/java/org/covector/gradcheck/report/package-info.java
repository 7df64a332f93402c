/** Reports as text, JSON, pages and code: a class per form, a class per picture. Not exported: {@code Report} and {@code CatalogueReport} have the methods. */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.report;
