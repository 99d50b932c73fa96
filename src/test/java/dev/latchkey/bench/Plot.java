package dev.latchkey.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot of some lines, as SVG, readable on light and on dark pages. */
final class Plot {
    private static final List<String> COLOURS = List.of("#3b7dd8", "#d9822b", "#2f9e62", "#b0489f");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int BOTTOM = 50;
    private static final int TOP = 40;
    private static final int TICKS = 5;

    private record Line(String name, List<double[]> points) {}

    private final String title;
    private final String x;
    private final String y;
    private final List<Line> lines = new ArrayList<>();

    Plot(String title, String x, String y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** @param points each with its x and its y */
    void line(String name, List<double[]> points) {
        lines.add(new Line(name, points));
    }

    String svg() {
        double maxX = max(0);
        double maxY = max(1);
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'", WIDTH, HEIGHT);
        add(svg, " font-size='13'><rect width='100%%' height='100%%' fill='white'/>%n");
        add(svg, "<text x='%d' y='22' font-size='15'>%s</text>%n", LEFT, title);
        for (int i = 0; i <= TICKS; i++) {
            double tickX = maxX * i / TICKS;
            double tickY = maxY * i / TICKS;
            add(
                    svg,
                    "<line x1='%1$d' x2='%2$d' y1='%3$.1f' y2='%3$.1f' stroke='#ddd'/>%n",
                    LEFT,
                    WIDTH - 20,
                    toY(tickY, maxY));
            add(svg, "<text x='%d' y='%.1f' text-anchor='end'>%.1f</text>%n", LEFT - 6, toY(tickY, maxY) + 4, tickY);
            add(svg, "<text x='%.1f' y='%d' text-anchor='middle'>%,.0f</text>%n", toX(tickX, maxX), HEIGHT - 30, tickX);
        }
        add(svg, "<text x='%d' y='%d' text-anchor='end'>%s</text>%n", WIDTH - 20, HEIGHT - 10, x);
        add(svg, "<text x='6' y='22'>%s</text>%n", y);
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), TOP + 10 + 18 * i, maxX, maxY);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Line line, String colour, int legendY, double maxX, double maxY) {
        add(svg, "<polyline fill='none' stroke='%s' stroke-width='2' points='", colour);
        line.points.forEach(point -> add(svg, "%.1f,%.1f ", toX(point[0], maxX), toY(point[1], maxY)));
        add(svg, "'/>%n");
        line.points.forEach(point -> add(
                svg,
                "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>%n",
                toX(point[0], maxX),
                toY(point[1], maxY),
                colour));
        add(svg, "<text x='%d' y='%d' fill='%s'>%s</text>%n", LEFT + 20, legendY, colour, line.name);
    }

    private double max(int coordinate) {
        return lines.stream()
                .flatMap(line -> line.points.stream())
                .mapToDouble(point -> point[coordinate])
                .max()
                .orElse(1);
    }

    private static double toX(double value, double max) {
        return LEFT + value / max * (WIDTH - LEFT - 40);
    }

    private static double toY(double value, double max) {
        return HEIGHT - BOTTOM - value / max * (HEIGHT - BOTTOM - TOP);
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
