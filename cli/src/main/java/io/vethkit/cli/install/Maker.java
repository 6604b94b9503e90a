package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a generation in a workshop, and puts it in its place as a whole. */
final class Maker {
    private final Ingredients ingredients;
    private final Workshop workshop;
    private final Progress progress;

    Maker(Ingredients ingredients, Workshop workshop, Progress progress) {
        this.ingredients = ingredients;
        this.workshop = workshop;
        this.progress = progress;
    }

    void make(Generation finished) throws IOException {
        Generation made = workshop.generation();
        Path scratch = workshop.scratch();
        Files.createDirectories(made.directory());
        Path modules = Files.createDirectories(scratch.resolve("modules"));
        ingredients.writeModules(modules);

        RuntimeImage image = new RuntimeImage(made, scratch);
        progress.step(
                "link a Java runtime with the plugin in it",
                () -> image.link(ingredients.jdk(), modules));
        Trainer trainer = new Trainer(made, scratch, ingredients.withNamespaces());
        Path classes = scratch.resolve("classes");
        progress.step(trial(), () -> trainer.listClasses(classes));
        progress.step(
                "archive the classes that took",
                () -> {
                    image.addClasses(classes);
                    image.archive();
                });
        progress.step("train the ahead-of-time cache", trainer::makeCache);
        progress.step(
                "write it all to the disk",
                () -> finish(made, finished, ingredients.withNamespaces()));
    }

    private String trial() {
        return ingredients.withNamespaces()
                ? "add, check and remove a pod in throw-away namespaces"
                : "try the plugin (without a pod: no right to make namespaces)";
    }

    private static void finish(Generation made, Generation finished, boolean tried)
            throws IOException {
        Files.writeString(made.arguments(), Launch.arguments(finished, tried));
        Files.writeString(made.executable(), Launch.executable(finished));
        if (!made.executable().toFile().setExecutable(true, false)) {
            throw new IOException(made.executable() + " cannot be made executable");
        }
        Files.writeString(made.sums(), Digests.list(made.directory(), made.sums()));
        Durable.settle(made.directory());
        Durable.rename(made.directory(), finished.directory());
    }
}
