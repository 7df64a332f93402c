package org.covector.bench.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.covector.bench.tour.data.Split;
import org.covector.bench.tour.data.TableException;
import org.covector.bench.tour.page.Page;

/** Shows what the library does, in about a minute: composes, proves, learns, measures, and writes a page about it. */
public final class Tour {
    private static final int UNUSABLE = 2;
    private static final String PROBLEM = "problem.txt";

    private Tour() {}

    /** Runs all chapters. Exit code 2 and {@code problem.txt} in the output say that the user's table cannot be used. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path output = Path.of("target/tour");
        try {
            Settings settings = Settings.ofProperties();
            output = settings.output();
            Files.createDirectories(output);
            Files.deleteIfExists(output.resolve(PROBLEM));
            run(settings);
        } catch (TableException | InvalidPathException e) {
            System.out.println();
            System.out.println(e.getMessage());
            Files.writeString(output.resolve(PROBLEM), e.getMessage());
            System.exit(UNUSABLE);
        }
    }

    private static void run(Settings settings) throws IOException, TableException {
        long start = System.nanoTime();
        Split data = Learning.data(settings); // first: a table that cannot be used is said at once
        heading("1  Composition: functions become one loop");
        Composition composition = Composition.show();
        heading("2  Gradients, proved");
        Gradients gradients = Gradients.show(settings.quick());
        heading("3  Learning");
        Learning learning = Learning.show(settings, data);
        heading("4  Speed against scalar loops");
        Speed speed = Speed.show(settings.quick());
        Story story = new Story(composition, gradients, learning, speed, (System.nanoTime() - start) * 1e-9);
        Path page = settings.output().resolve("index.html");
        Files.writeString(page, Page.of(story));
        heading("5  The page");
        System.out.printf("%s%n%.1f s%n", page.toUri(), story.seconds());
    }

    private static void heading(String text) {
        System.out.println();
        System.out.println(text);
        System.out.println("-".repeat(text.length()));
    }
}
