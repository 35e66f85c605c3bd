package io.infermark.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.resolver.Resolver;

/** A composer that stops at a number of nodes and at a depth, with a located message, and at an anchor that stands twice, as PyYAML does. */
final class BoundedComposer extends Composer {

    private final int maxNodes;
    private final int maxDepth;
    private final String source;
    private final Map<String, SourcePosition> anchors = new HashMap<>();
    private int nodes;
    private int depth;

    BoundedComposer(Parser parser, Resolver resolver, LoaderOptions options, YamlLimits limits, String source) {
        super(parser, resolver, options);
        this.maxNodes = limits.nodes();
        this.maxDepth = limits.depth();
        this.source = source;
    }

    @Override
    protected Node composeScalarNode(@Nullable String anchor, List<CommentLine> blockComments) {
        count();
        remember(anchor);
        return super.composeScalarNode(anchor, blockComments);
    }

    @Override
    protected Node composeSequenceNode(@Nullable String anchor) {
        enter();
        remember(anchor);
        Node node = super.composeSequenceNode(anchor);
        depth--;
        return node;
    }

    @Override
    protected Node composeMappingNode(@Nullable String anchor) {
        enter();
        remember(anchor);
        Node node = super.composeMappingNode(anchor);
        depth--;
        return node;
    }

    private void enter() {
        count();
        if (++depth > maxDepth) {
            throw ConfigException.of(
                    "YamlTooDeep", here(), "lists and mappings nest deeper than " + maxDepth + " levels, the limit.");
        }
    }

    private void remember(@Nullable String anchor) {
        if (anchor == null) {
            return;
        }
        SourcePosition first = anchors.putIfAbsent(anchor, here());
        if (first != null) {
            throw ConfigException.of(
                    "YamlSyntax",
                    here(),
                    "the anchor &" + anchor + " stands at " + first + " already, so an alias of it could mean either."
                            + " Rename one of them.");
        }
    }

    private void count() {
        if (++nodes > maxNodes) {
            throw ConfigException.of(
                    "YamlTooManyNodes",
                    here(),
                    "the document has more than " + maxNodes + " values, the limit for one file. Split it.");
        }
    }

    private SourcePosition here() {
        Mark mark = parser.peekEvent().getStartMark();
        return new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
