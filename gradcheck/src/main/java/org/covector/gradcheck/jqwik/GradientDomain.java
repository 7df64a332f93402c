package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.SampleReportingFormat;
import net.jqwik.api.configurators.ArbitraryConfigurator;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.providers.ArbitraryProvider;

/**
 * {@code @Domain(GradientDomain.class)} on a class or method: everything jqwik provides, and tensors. Needed on the module path only,
 * where an optional module cannot be announced as a service.
 */
public final class GradientDomain implements DomainContext {
    /** For jqwik. */
    public GradientDomain() {}

    @Override
    public Collection<ArbitraryProvider> getArbitraryProviders() {
        List<ArbitraryProvider> all = new ArrayList<>(DomainContext.global().getArbitraryProviders());
        all.add(new TensorProvider());
        return all;
    }

    @Override
    public Collection<ArbitraryConfigurator> getArbitraryConfigurators() {
        return DomainContext.global().getArbitraryConfigurators();
    }

    @Override
    public Collection<SampleReportingFormat> getReportingFormats() {
        List<SampleReportingFormat> all = new ArrayList<>(DomainContext.global().getReportingFormats());
        all.add(new TensorFormat());
        return all;
    }
}
