package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts the plugin in its place: the generation first, then, when that is seen to work, the
 * executable, and the configuration at the end. Can be killed between any two steps.
 */
final class Installer {
    private final Target target;
    private final Ingredients ingredients;
    private final ConfList conf;
    private final Progress progress;

    Installer(Target target, Ingredients ingredients, ConfList conf, Progress progress) {
        this.target = target;
        this.ingredients = ingredients;
        this.conf = conf;
        this.progress = progress;
    }

    /**
     * Does what is not done yet.
     *
     * @param replaceConf also if somebody changed the configuration
     */
    Summary run(boolean replaceConf) throws IOException {
        try (Workshop workshop = Workshop.open(target.store(), progress)) {
            Store store = new Store(target.store());
            Generation generation = store.find(ingredients.hash());
            boolean isNew = generation == null;
            if (generation == null) {
                generation = store.nextFree(ingredients.hash());
                new Maker(ingredients, workshop, progress).make(generation);
            }
            probe(generation, workshop);
            boolean swapped = swap(generation, workshop, store);
            swapped |= link(workshop);
            Summary.Conf written = writeConf(workshop, replaceConf);
            return new Summary(target, generation, isNew, swapped, written);
        }
    }

    private void probe(Generation generation, Workshop workshop) throws IOException {
        Probe probe = new Probe(generation.executable(), workshop.scratch());
        progress.step("ask it for its VERSION", probe::version);
        String remark = probe.status(conf.request());
        if (remark != null) {
            progress.say("  STATUS: no pod could be added now: " + remark);
        }
    }

    private boolean swap(Generation generation, Workshop workshop, Store store) throws IOException {
        Path executable = target.executable();
        String text = Launch.executable(generation);
        String before = Files.exists(executable) ? read(executable) : "";
        if (before.equals(text)) {
            return false;
        }
        progress.step(
                "make it " + executable,
                () -> Durable.writeProgram(executable, workshop.temporary(), text));
        // calls in flight may be using the one before
        store.removeAllBut(generation, store.usedBy(before));
        return true;
    }

    /** One executable is both plugins: its calls tell which. */
    private boolean link(Workshop workshop) throws IOException {
        Path link = target.egress();
        if (target.isLinked()) {
            return false;
        }
        progress.step(
                "make it " + link,
                () -> Durable.link(link, workshop.temporary(), Path.of(Target.PLUGIN)));
        return true;
    }

    private Summary.Conf writeConf(Workshop workshop, boolean replaceConf) throws IOException {
        Path conflist = target.conflist();
        String text = conf.text();
        if (Files.exists(conflist)) {
            if (read(conflist).equals(text)) {
                return Summary.Conf.UNCHANGED;
            }
            if (!replaceConf) {
                return Summary.Conf.KEPT;
            }
        }
        Durable.makeDirectories(target.confDir());
        String prefix = "." + target.confName() + ".";
        Workshop.removeLeftovers(target.confDir(), prefix);
        Path temporary = target.confDir().resolve(prefix + workshop.suffix());
        progress.step("write " + conflist, () -> Durable.write(conflist, temporary, text));
        return Summary.Conf.WRITTEN;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
