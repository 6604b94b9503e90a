package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an install would do, found out without doing any of it. */
final class DryRun {
    private final Target target;
    private final Ingredients ingredients;
    private final ConfList conf;
    private final boolean replaceConf;

    DryRun(Target target, Ingredients ingredients, ConfList conf, boolean replaceConf) {
        this.target = target;
        this.ingredients = ingredients;
        this.conf = conf;
        this.replaceConf = replaceConf;
    }

    /** Returns a line for each thing written, and the texts. */
    String text() throws IOException {
        Store store = new Store(target.store());
        Generation present =
                Files.isDirectory(target.store()) ? store.find(ingredients.hash()) : null;
        Generation generation = present == null ? store.nextFree(ingredients.hash()) : present;
        StringBuilder out = new StringBuilder();
        out.append(present == null ? "make     " : "have     ").append(generation.directory());
        out.append("/: jre/, vethkit-cni.aot, cni.args, vethkit-cni, SHA256SUMS\n");
        file(out, target.executable(), Launch.executable(generation), true);
        String linked = target.isLinked() ? "have     " : "write    ";
        out.append(linked).append(target.egress()).append(" -> ").append(Target.PLUGIN);
        out.append('\n');
        file(out, target.conflist(), conf.text(), replaceConf);
        return out.toString().stripTrailing();
    }

    private static void file(StringBuilder out, Path file, String text, boolean replace)
            throws IOException {
        boolean exists = Files.exists(file);
        String before =
                exists ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        if (exists && before.equals(text)) {
            out.append("have     ").append(file).append('\n');
        } else if (exists && !replace) {
            out.append("keep     ").append(file).append(" (another; see --replace-conf)\n");
        } else {
            out.append(exists ? "replace  " : "write    ").append(file).append(":\n");
            out.append(text.indent(9));
        }
    }
}
