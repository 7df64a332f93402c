package org.covector.gradcheck.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What all pages share: the head with the style sheet, which is part of the page. */
public final class Sheet {
    private Sheet() {}

    /** A whole page. */
    public static String of(String title, Markup body) {
        Markup head = new Markup().empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark").leaf("title", title).open("style").add(style()).close();
        return "<!DOCTYPE html>\n<html lang=\"en\"><head>" + head + "</head>\n<body><main>" + body + "</main></body></html>\n";
    }

    /** Puts a page into a file. */
    public static Path write(Path file, String html) {
        try {
            return Files.writeString(file, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(Sheet.class.getResourceAsStream("page.css"), "page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
