package io.infermark.processor.report;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Finds annotation values in javac's syntax trees. Loaded only where those exist. */
final class TreeLocator {
    private final Trees trees;

    /**
     * Binds to the compiler.
     *
     * @throws IllegalArgumentException if it is not javac, or is hidden behind a wrapper
     */
    TreeLocator(ProcessingEnvironment environment) {
        this.trees = Trees.instance(environment);
    }

    /** Whether the element has source in this compile. */
    boolean hasSource(Element element) {
        return trees.getPath(element) != null;
    }

    /** Prints at the place; false if no tree of it is at hand. */
    boolean print(Diagnostic.Kind kind, String text, Place place) {
        TreePath elementPath = trees.getPath(place.element());
        Tree found = elementPath == null ? null : find(elementPath, place.path());
        if (elementPath == null || found == null) {
            return false;
        }
        trees.printMessage(kind, text, found, elementPath.getCompilationUnit());
        return true;
    }

    /** The text of a value as written; null if no tree of it is at hand. */
    @Nullable
    String source(Place place) {
        TreePath elementPath = trees.getPath(place.element());
        Tree found = elementPath == null ? null : find(elementPath, place.path());
        return found == null ? null : found.toString();
    }

    private @Nullable Tree find(TreePath elementPath, Place.TreePath way) {
        AnnotationTree written = annotation(elementPath, way.annotationType(), way.occurrence());
        Tree current = written;
        if (written == null && !way.containerType().isEmpty()) {
            AnnotationTree container = annotation(elementPath, way.containerType(), 0);
            current = container == null
                    ? null
                    : enter(enter(container, new Place.Step.Member("value")), new Place.Step.Index(way.occurrence()));
        }
        for (Place.Step step : way.steps()) {
            if (current == null) {
                return null;
            }
            current = enter(current, step);
        }
        return current;
    }

    private @Nullable AnnotationTree annotation(TreePath elementPath, String annotationType, int occurrence) {
        int seen = 0;
        for (AnnotationTree annotation : annotations(elementPath.getLeaf())) {
            TreePath typePath = new TreePath(new TreePath(elementPath, annotation), annotation.getAnnotationType());
            Element type = trees.getElement(typePath);
            if (type instanceof TypeElement typeElement
                    && typeElement.getQualifiedName().contentEquals(annotationType)
                    && seen++ == occurrence) {
                return annotation;
            }
        }
        return null;
    }

    private static List<? extends AnnotationTree> annotations(Tree tree) {
        if (tree instanceof ClassTree type) {
            return type.getModifiers().getAnnotations();
        }
        if (tree instanceof MethodTree method) {
            return method.getModifiers().getAnnotations();
        }
        return tree instanceof VariableTree variable ? variable.getModifiers().getAnnotations() : List.of();
    }

    private static Tree enter(Tree tree, Place.Step step) {
        if (step instanceof Place.Step.Index index) {
            if (tree instanceof NewArrayTree array) {
                List<? extends ExpressionTree> elements = array.getInitializers();
                return elements != null && index.index() < elements.size() ? elements.get(index.index()) : array;
            }
            return tree;
        }
        String name = ((Place.Step.Member) step).name();
        if (!(tree instanceof AnnotationTree annotation)) {
            return tree;
        }
        for (ExpressionTree argument : annotation.getArguments()) {
            if (argument instanceof AssignmentTree assignment) {
                if (assignment.getVariable() instanceof IdentifierTree identifier
                        && identifier.getName().contentEquals(name)) {
                    return assignment.getExpression();
                }
            } else if (name.equals("value")) {
                return argument;
            }
        }
        return annotation;
    }
}
