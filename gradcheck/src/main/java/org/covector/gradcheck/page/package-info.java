/** Markup, JSON and the frame of plots: what pages and files are made of. Knows nothing of what they show; not exported. */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.page;
