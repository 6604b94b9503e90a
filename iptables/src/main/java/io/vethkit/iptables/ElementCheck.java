package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Tells whether elements can be those of one set or map. */
final class ElementCheck {
    private ElementCheck() {}

    static void check(
            String name,
            DataType type,
            @Nullable DataType valueType,
            boolean map,
            boolean interval,
            List<Element> elements) {
        boolean good = OperandCheck.isKey(type) && !(interval && type.hostOrder);
        good &= valueType == null || OperandCheck.isKey(valueType);
        if (!good) {
            throw new IllegalArgumentException("set or map " + name + " of type " + type);
        }
        for (Element element : elements) {
            if (!fits(element, type, valueType, map, interval)) {
                throw new IllegalArgumentException(
                        "set or map " + name + " with element " + element.key());
            }
        }
        refuseOverlaps(name, type, elements);
    }

    private static boolean fits(
            Element element,
            DataType type,
            @Nullable DataType valueType,
            boolean map,
            boolean interval) {
        Value key = element.key();
        Datum value = element.value();
        boolean keyFits = OperandCheck.fits(type, key) && (interval || isSingle(key));
        if (!map) {
            return keyFits && value == null;
        }
        if (valueType == null) {
            return keyFits && value instanceof Verdict;
        }
        return keyFits
                && value instanceof Value single
                && isSingle(single)
                && OperandCheck.fits(valueType, single);
    }

    private static boolean isSingle(Value value) {
        if (value instanceof Value.Addresses addresses) {
            return addresses.first().compareTo(addresses.last()) == 0;
        }
        if (value instanceof Value.Numbers numbers) {
            return numbers.first() == numbers.last();
        }
        return !((Value.InterfaceName) value).isWildcard();
    }

    private static void refuseOverlaps(String name, DataType type, List<Element> elements) {
        Interval[] intervals = new Interval[elements.size()];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = Interval.of(type, elements.get(i).key());
        }
        Arrays.sort(intervals);
        for (int i = 1; i < intervals.length; i++) {
            if (intervals[i].startsWithin(intervals[i - 1])) {
                throw new IllegalArgumentException(
                        "set or map " + name + ": elements overlap at " + intervals[i].text(type));
            }
        }
    }
}
