package io.infermark.config;

import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.resolver.Resolver;

/** A composer that stops at a number of nodes and at a depth, with a located message. */
final class BoundedComposer extends Composer {

    private final int maxNodes;
    private final int maxDepth;
    private final String source;
    private int nodes;
    private int depth;

    BoundedComposer(Parser parser, Resolver resolver, LoaderOptions options, YamlLimits limits, String source) {
        super(parser, resolver, options);
        this.maxNodes = limits.nodes();
        this.maxDepth = limits.depth();
        this.source = source;
    }

    @Override
    protected Node composeScalarNode(String anchor, List<CommentLine> blockComments) {
        count();
        return super.composeScalarNode(anchor, blockComments);
    }

    @Override
    protected Node composeSequenceNode(String anchor) {
        enter();
        Node node = super.composeSequenceNode(anchor);
        depth--;
        return node;
    }

    @Override
    protected Node composeMappingNode(String anchor) {
        enter();
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
