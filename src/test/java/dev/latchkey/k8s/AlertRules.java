package dev.latchkey.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules file of Prometheus, with those of its fields that are in use here. */
record AlertRules(List<Group> groups) {

    record Group(String name, List<Rule> rules) {}

    record Rule(
            String alert,
            String expr,
            @JsonProperty("for") String lasting,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    static AlertRules read(Path file) {
        var document =
                StrictYaml.documents(file.toString(), Documentation.text(file)).get(0);
        return StrictYaml.as(AlertRules.class, file.toString(), document);
    }

    Stream<Rule> alerts() {
        return groups.stream().flatMap(group -> group.rules().stream());
    }
}
