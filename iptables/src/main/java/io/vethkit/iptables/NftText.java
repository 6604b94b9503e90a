package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Writes a description as {@code nft} reads it. */
final class NftText {
    private final StringBuilder out = new StringBuilder(1024);
    private final StatementText statements;

    private NftText(Family family) {
        statements = new StatementText(out, family);
    }

    static String ruleset(Ruleset ruleset) {
        StringBuilder all = new StringBuilder(1024);
        for (Table table : ruleset.tables()) {
            NftText text = new NftText(table.family());
            text.table(table, ruleset.shared());
            all.append(text.out);
        }
        return all.toString();
    }

    static String rule(Family family, Rule rule) {
        NftText text = new NftText(family);
        text.statements.rule(rule);
        return text.out.toString();
    }

    static String value(DataType type, Value value) {
        NftText text = new NftText(Family.INET);
        text.statements.value(type, value);
        return text.out.toString();
    }

    static String verdict(Verdict verdict) {
        NftText text = new NftText(Family.INET);
        text.statements.verdict(verdict);
        return text.out.toString();
    }

    private void table(Table table, boolean shared) {
        String name = table.family() + " " + table.name();
        if (!shared) {
            // Declared so that it can be deleted, deleted so that nothing else remains in it.
            out.append("table ").append(name).append("\ndelete table ").append(name).append('\n');
        }
        out.append("table ").append(name).append(" {\n");
        objects(table);
        for (Chain chain : table.chains()) {
            chain(chain);
        }
        out.append("}\n");
    }

    private void objects(Table table) {
        comment("\t", table.comment(), "\n");
        for (NamedCounter counter : table.counters()) {
            out.append("\tcounter ").append(counter.name()).append(" {\n");
            comment("\t\t", counter.comment(), "\n");
            out.append("\t}\n");
        }
        for (NamedSet set : table.sets()) {
            out.append("\tset ").append(set.name()).append(" {\n\t\ttype ").append(set.type());
            set(set.interval(), set.type(), null, set.elements(), set.comment());
        }
        for (NamedMap map : table.maps()) {
            DataType valueType = map.valueType();
            out.append("\tmap ").append(map.name()).append(" {\n\t\ttype ").append(map.type());
            out.append(" : ").append(valueType == null ? "verdict" : valueType.text);
            set(map.interval(), map.type(), valueType, map.elements(), map.comment());
        }
    }

    private void set(
            boolean interval,
            DataType type,
            @Nullable DataType valueType,
            List<Element> elements,
            @Nullable String comment) {
        out.append('\n');
        if (interval) {
            out.append("\t\tflags interval\n");
        }
        comment("\t\t", comment, "\n");
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "\t\telements = { " : ",\n\t\t\t     ");
            element(type, valueType, elements.get(i));
        }
        out.append(elements.isEmpty() ? "\t}\n" : " }\n\t}\n");
    }

    private void element(DataType type, @Nullable DataType valueType, Element element) {
        statements.value(type, element.key());
        comment(" ", element.comment(), "");
        Datum value = element.value();
        if (value instanceof Verdict verdict) {
            out.append(" : ");
            statements.verdict(verdict);
        } else if (value != null && valueType != null) {
            out.append(" : ");
            statements.value(valueType, (Value) value);
        }
    }

    private void chain(Chain chain) {
        out.append("\tchain ").append(chain.name()).append(" {\n");
        comment("\t\t", chain.comment(), "\n");
        BaseChain base = chain.base();
        if (base != null) {
            out.append("\t\t").append(base(base)).append('\n');
        }
        for (Rule rule : chain.rules()) {
            out.append("\t\t");
            statements.rule(rule);
            out.append('\n');
        }
        out.append("\t}\n");
    }

    static String base(BaseChain base) {
        return "type "
                + base.type().text
                + " hook "
                + base.hook().text
                + " priority "
                + priority(base)
                + "; policy "
                + base.policy().text
                + ";";
    }

    /** Returns what stands behind the name of an object on a command line, if anything does. */
    static String block(String content, @Nullable String comment) {
        String end = comment == null ? "" : "comment \"" + comment + "\"; ";
        return content.isEmpty() && end.isEmpty() ? "" : " { " + content + end + "}";
    }

    private static String priority(BaseChain base) {
        boolean prerouting = base.hook() == BaseChain.Hook.PREROUTING;
        boolean postrouting = base.hook() == BaseChain.Hook.POSTROUTING;
        return switch (base.priority()) {
            case BaseChain.RAW -> "raw";
            case BaseChain.MANGLE -> "mangle";
            case BaseChain.DSTNAT -> prerouting ? "dstnat" : "-100";
            case BaseChain.FILTER -> "filter";
            case BaseChain.SECURITY -> "security";
            case BaseChain.SRCNAT -> postrouting ? "srcnat" : "100";
            default -> Integer.toString(base.priority());
        };
    }

    private void comment(String before, @Nullable String comment, String behind) {
        if (comment != null) {
            out.append(before).append("comment \"").append(comment).append('"').append(behind);
        }
    }
}
