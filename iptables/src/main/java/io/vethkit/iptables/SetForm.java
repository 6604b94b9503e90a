package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set or map as the kernel knows it: to it both are sets.
 *
 * @param words {@code set} or {@code map}
 * @param id its number within a transaction
 * @param value the type of a map's values, or null for verdicts and of a set
 * @param elements sorted by key
 */
record SetForm(
        String words,
        String name,
        int id,
        DataType key,
        @Nullable DataType value,
        boolean isMap,
        boolean interval,
        List<ElementForm> elements,
        @Nullable String comment) {
    /** Returns the sets and maps of {@code table}. */
    static List<SetForm> of(Table table) {
        List<SetForm> forms = new ArrayList<>(table.sets().size() + table.maps().size());
        for (NamedSet set : table.sets()) {
            DataType key = set.type();
            List<ElementForm> elements = elements(key, null, set.elements());
            forms.add(
                    new SetForm(
                            "set",
                            set.name(),
                            forms.size() + 1,
                            key,
                            null,
                            false,
                            set.interval(),
                            elements,
                            set.comment()));
        }
        for (NamedMap map : table.maps()) {
            DataType key = map.type();
            List<ElementForm> elements = elements(key, map.valueType(), map.elements());
            forms.add(
                    new SetForm(
                            "map",
                            map.name(),
                            forms.size() + 1,
                            key,
                            map.valueType(),
                            true,
                            map.interval(),
                            elements,
                            map.comment()));
        }
        return forms;
    }

    /** Returns the names of sets and maps, by which {@link RuleCompiler} numbers them. */
    static List<String> names(Table table) {
        List<String> names = new ArrayList<>(table.sets().size() + table.maps().size());
        for (NamedSet set : table.sets()) {
            names.add(set.name());
        }
        for (NamedMap map : table.maps()) {
            names.add(map.name());
        }
        return names;
    }

    private static List<ElementForm> elements(
            DataType key, @Nullable DataType value, List<Element> elements) {
        ElementForm[] forms = new ElementForm[elements.size()];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = ElementForm.of(key, value, elements.get(i));
        }
        Arrays.sort(forms);
        return Arrays.asList(forms);
    }

    /**
     * Returns the described elements that are in {@code there}, which is sorted, too. One with
     * another comment is another's; what a map holds for it does not matter.
     */
    List<ElementForm> those(List<ElementForm> there) {
        List<ElementForm> same = new ArrayList<>();
        int j = 0;
        for (ElementForm element : elements) {
            while (j < there.size() && there.get(j).compareTo(element) < 0) {
                j++;
            }
            if (j < there.size() && there.get(j).isOfSameOwner(element)) {
                same.add(element);
            }
        }
        return same;
    }

    /** Returns {@code NFTA_SET_FLAGS}. */
    int flags() {
        return (interval ? NFT_SET_INTERVAL : 0) | (isMap ? NFT_SET_MAP : 0);
    }

    /** Returns {@code NFTA_SET_DATA_TYPE} of a map. */
    int dataType() {
        return value == null ? NFT_DATA_VERDICT : value.number;
    }

    /** Returns {@code NFTA_SET_DATA_LEN} of a map, which for verdicts only the kernel knows. */
    int dataLength() {
        return value == null ? 0 : value.length;
    }
}
