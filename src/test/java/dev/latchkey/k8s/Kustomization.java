package dev.latchkey.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A kustomization.yaml, with those of its fields that are in use here: a generator of Secrets is not among them. */
record Kustomization(
        String apiVersion,
        String kind,
        String namespace,
        List<String> resources,
        List<Generator> configMapGenerator,
        GeneratorOptions generatorOptions,
        List<Patch> patches,
        List<Image> images,
        List<Labels> labels) {

    record Generator(String name, String behavior, List<String> envs, List<String> files, GeneratorOptions options) {}

    record GeneratorOptions(Map<String, String> labels, Boolean disableNameSuffixHash) {}

    record Patch(String path) {}

    record Image(String name, String newName, String newTag, String digest) {}

    record Labels(Map<String, String> pairs) {}

    static Kustomization read(String file, String text) {
        JsonNode document = StrictYaml.documents(file, text).get(0);
        return StrictYaml.as(Kustomization.class, file, document);
    }

    /** All that it names, relative to itself. */
    Stream<String> files() {
        return Stream.of(
                        all(resources),
                        all(patches).map(Patch::path),
                        all(configMapGenerator).flatMap(generator -> all(generator.envs())),
                        all(configMapGenerator).flatMap(generator -> all(generator.files())))
                .flatMap(names -> names);
    }

    Stream<String> environmentFiles() {
        return all(configMapGenerator).flatMap(generator -> all(generator.envs()));
    }

    private static <T> Stream<T> all(List<T> list) {
        return Objects.requireNonNullElse(list, List.<T>of()).stream();
    }
}
