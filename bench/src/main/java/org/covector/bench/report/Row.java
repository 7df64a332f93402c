package org.covector.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table. Times in nanoseconds per call; what was not measured is null.
 *
 * @param peer the fastest peer that, as Covector, makes a fresh result
 * @param ratio the peer's time over ours, both from one process
 * @param givenBufferRatio the same for the fastest peer that writes into a buffer made beforehand
 * @param percentOfLimit the machine's limit over our time
 * @param bytesPerCall what our call allocates
 * @param scoped our time with every call in a scope of memory
 * @param scopedRatio the peer's time over that
 * @param scopedBytesPerCall what our call allocates there
 */
@JsonPropertyOrder({
    "family", "workload", "threads", "ours", "peer", "peerTime", "ratio", "target", "reached", "percentOfLimit",
    "givenBufferPeer", "givenBufferRatio", "bytesPerCall", "scoped", "scopedRatio", "scopedBytesPerCall", "difference"
})
public record Row(
        String family,
        String workload,
        int threads,
        @Nullable Double ours,
        @Nullable String peer,
        @Nullable Double peerTime,
        @Nullable Double ratio,
        double target,
        @Nullable Double percentOfLimit,
        @Nullable String givenBufferPeer,
        @Nullable Double givenBufferRatio,
        @Nullable Double bytesPerCall,
        @Nullable Double scoped,
        @Nullable Double scopedRatio,
        @Nullable Double scopedBytesPerCall,
        @Nullable Double difference) {
    /** Whether the ratio was measured and is as high as wanted. */
    @JsonProperty
    public boolean reached() {
        return ratio != null && ratio >= target;
    }
}
