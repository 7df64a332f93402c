package org.covector.bench.tour.data;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A CSV file: UTF-8, comma, one line of column names, quoted fields as in RFC 4180, LF or CRLF. Whatever is wrong with it is a
 * {@link TableException}; the memory it takes is bounded.
 */
public final class Table {
    private static final int FIELD_LIMIT = 1 << 16;
    private static final int COLUMN_LIMIT = 10_000;
    private static final long VALUE_LIMIT = 20_000_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final List<Column> columns = new ArrayList<>();
    private int[] lines = new int[64];
    private int rows;

    private Table(String file) {
        this.file = file;
    }

    /** The table in a file. */
    public static Table read(Path path) throws TableException {
        if (!Files.exists(path)) {
            throw new TableException(path.toString(), "no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new TableException(path.toString(), "not a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        } catch (IOException e) {
            throw new TableException(path.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The table in a stream. */
    public static Table read(String file, InputStream in) throws TableException {
        Table table = new Table(file);
        try (Reader reader = new InputStreamReader(new BufferedInputStream(in), StandardCharsets.UTF_8.newDecoder());
                CsvParser csv = factory().createParser(reader)) {
            csv.enable(CsvParser.Feature.WRAP_AS_ARRAY);
            csv.nextToken();
            table.readRecords(csv);
        } catch (JsonParseException e) {
            throw new TableException(file, e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new TableException(file, table.lastLine() + 1L, "a field of more than " + FIELD_LIMIT + " characters");
        } catch (CharacterCodingException e) {
            throw new TableException(file, table.lastLine() + 1L, "not UTF-8 text, here or in a later line");
        } catch (IOException e) {
            throw new TableException(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (table.columns.isEmpty()) {
            throw new TableException(file, "empty; a line of column names is needed");
        }
        if (table.rows == 0) {
            throw new TableException(file, "column names without a row");
        }
        return table;
    }

    private static CsvFactory factory() {
        CsvFactory factory = new CsvFactory();
        factory.setStreamReadConstraints(StreamReadConstraints.builder().maxStringLength(FIELD_LIMIT).build());
        return factory;
    }

    private void readRecords(CsvParser csv) throws IOException, TableException {
        List<String> fields = new ArrayList<>();
        while (csv.nextToken() == JsonToken.START_ARRAY) {
            fields.clear();
            int line = 0;
            while (csv.nextToken() == JsonToken.VALUE_STRING) {
                line = line == 0 ? csv.currentTokenLocation().getLineNr() : line;
                fields.add(csv.getText());
                if (fields.size() > COLUMN_LIMIT) {
                    throw new TableException(file, line, "more than " + COLUMN_LIMIT + " columns");
                }
            }
            boolean blank = fields.size() == 1 && fields.getFirst().isBlank() && columns.size() != 1;
            if (!blank && columns.isEmpty()) {
                header(line, fields);
            } else if (!blank) {
                row(line, fields);
            }
        }
    }

    private void header(int line, List<String> fields) throws TableException {
        Set<String> seen = new HashSet<>();
        for (String field : fields) {
            String name = field.strip();
            name = !name.isEmpty() && name.charAt(0) == BYTE_ORDER_MARK ? name.substring(1) : name;
            if (name.isEmpty()) {
                throw new TableException(file, line, "column " + (columns.size() + 1) + " has no name");
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new TableException(file, line, "column " + (columns.size() + 1)
                        + " has control characters in its name: is this a CSV file?");
            }
            if (!seen.add(name)) {
                throw new TableException(file, line, name, "two columns of this name");
            }
            columns.add(new Column(name));
        }
    }

    private void row(int line, List<String> fields) throws TableException {
        if (fields.size() != columns.size()) {
            throw new TableException(file, line, fields.size() + (fields.size() == 1 ? " field" : " fields") + "; the first line names "
                    + columns.size() + " columns");
        }
        if ((rows + 1L) * columns.size() > VALUE_LIMIT) {
            throw new TableException(file, line, "more than " + VALUE_LIMIT + " values; take a sample of the rows");
        }
        if (rows == lines.length) {
            lines = Arrays.copyOf(lines, rows + rows / 2);
        }
        lines[rows++] = line;
        for (int i = 0; i < fields.size(); i++) {
            columns.get(i).add(fields.get(i));
        }
    }

    private int lastLine() {
        return rows == 0 ? 0 : lines[rows - 1];
    }

    /** Where it came from. */
    public String file() {
        return file;
    }

    /** How many rows there are, the names not counted. */
    public int rows() {
        return rows;
    }

    List<Column> columns() {
        return columns;
    }

    /** What is wrong with a field. */
    TableException wrong(Column column, int row, String reason) {
        return new TableException(file, lines[row], column.name(), reason);
    }
}
