/* SPDX-License-Identifier: MIT */
/*
 * Draws one line chart.  In: struct chart.  Out: an <svg> element with role,
 * title and description.  Time runs to scale, so a missing period is a gap
 * and not a neighbour.  The axis begins at 0 unless everything lies in
 * its upper part, and then says so.  Labels stand to the right of the
 * plot, moved apart where they would touch, never on top of the data.
 * Memory: the buffer handed in, and one label list of fixed length.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "markup.h"
#include "svg.h"
#include "width.h"

enum {
	WIDTH = 760, HEIGHT = 300,	/* of the picture, in user units */
	LEFT = 46, TOP = 22, BOTTOM = 30,
	GAP = 15,			/* between two labels */
	BRIEF = 14,			/* a mark that is no line */
	MAX_LABELS = 16
};
#define CHAR_WIDTH 6.7		/* a generous mean for 12 px sans serif */

struct label {
	double y, at;		/* where the text goes, what it belongs to */
	const char *text;
	const char *class;
};

struct drawing {
	const struct chart *c;
	struct buf *b;
	int bad;		/* memory ran out: stays */
	double right, bottom;	/* of the plot */
	double low, high, step;	/* of the axis */
	double first, last, pad;	/* time at the ends; room beside them */
	struct label labels[MAX_LABELS];
	size_t n_labels;
};

static void draw(struct drawing *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

static void
draw(struct drawing *d, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(line) ||
	    buf_add(d->b, line, (size_t)n) == -1)
		d->bad = 1;
}

static void
draw_text(struct drawing *d, const char *s)
{
	if (html_escape(d->b, s) == -1)
		d->bad = 1;
}

static double
middle(const struct chart_point *p)
{
	return ((double)p->start + (double)p->end) / 2;
}

static double
x_of(const struct drawing *d, double t)
{
	double room = d->right - LEFT - 2 * d->pad;

	if (!(d->last > d->first))
		return LEFT + d->pad + room / 2;
	return LEFT + d->pad + (t - d->first) / (d->last - d->first) * room;
}

static double
y_of(const struct drawing *d, double v)
{
	double share = (v - d->low) / (d->high - d->low);

	if (share < 0)
		share = 0;
	if (share > 1)
		share = 1;
	return d->bottom - share * (d->bottom - TOP);
}

static void
reach(double v, double *low, double *high)
{
	if (isnan(v))
		return;
	if (isnan(*low) || v < *low)
		*low = v;
	if (isnan(*high) || v > *high)
		*high = v;
}

/* Axis steps of 1, 2 or 5 times a power of ten, five or so of them. */
static double
nice_step(double span)
{
	double unit = pow(10, floor(log10(span / 5)));
	double share = span / 5 / unit;

	return unit * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

static void
set_axis(struct drawing *d)
{
	const struct chart *c = d->c;
	double low = NAN, high = NAN;
	bool whole = true;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->points[i];

		reach(p->value, &low, &high);
		reach(p->low, &low, &high);
		reach(p->high, &low, &high);
		reach(p->limit_low, &low, &high);
		reach(p->limit_high, &low, &high);
		if (!isnan(p->value) && floor(p->value) < p->value)
			whole = false;
	}
	for (i = 0; i < c->n_forecast; i++) {
		reach(c->forecast[i].value, &low, &high);
		reach(c->forecast[i].low, &low, &high);
		reach(c->forecast[i].high, &low, &high);
	}
	for (i = 0; i < c->n_windows; i++)
		reach(c->windows[i].value, &low, &high);
	for (i = 0; i < c->n_lines; i++)
		reach(c->lines[i].at, &low, &high);
	if (c->band_label != NULL) {
		reach(c->band_low, &low, &high);
		reach(c->band_high, &low, &high);
	}
	if (isnan(low))
		low = high = 0;
	if (low > 0 && high - low > 0.2 * high)
		low = 0;
	if (!(high > low)) {
		if (low > 0)
			low = 0;
		high = high > low ? high : low + 1;
	}
	d->step = nice_step(high - low);
	if (whole && d->step < 1)
		d->step = 1;
	d->low = floor(low / d->step) * d->step;
	d->high = ceil(high / d->step - 1e-9) * d->step;
	if (!isnan(c->max) && d->high > c->max && high <= c->max)
		d->high = c->max;
	if (!(d->high > d->low))
		d->high = d->low + d->step;
}

static void
set_time(struct drawing *d)
{
	const struct chart *c = d->c;

	d->first = middle(&c->points[0]);
	d->last = middle(c->n_forecast > 0 ? &c->forecast[c->n_forecast - 1] :
	    &c->points[c->n - 1]);
	d->pad = (d->right - LEFT) / (2.0 * (double)(c->n + c->n_forecast));
	if (d->pad > 26)
		d->pad = 26;
	if (d->pad < 9)
		d->pad = 9;
}

static void
add_label(struct drawing *d, double at, const char *text, const char *class)
{
	if (text == NULL || isnan(at) || d->n_labels == MAX_LABELS)
		return;
	d->labels[d->n_labels].at = y_of(d, at);
	d->labels[d->n_labels].text = text;
	d->labels[d->n_labels++].class = class;
}

static void
draw_grid(struct drawing *d)
{
	int places = d->step < 1 ? (int)ceil(-log10(d->step) - 1e-9) : 0;
	double v, y;
	size_t i, n = (size_t)((d->high - d->low) / d->step + 1e-6);

	for (i = 0; i <= n; i++) {
		v = d->low + (double)i * d->step;
		y = y_of(d, v);
		draw(d, "<path class=\"%s\" d=\"M%d %.1fH%.1f\"/>",
		    i == 0 ? "axis" : "grid", LEFT, y, d->right);
		draw(d, "<text class=\"tick\" x=\"%d\" y=\"%.1f\" "
		    "text-anchor=\"end\">%.*f", LEFT - 6, y + 4, places, v);
		draw_text(d, d->c->unit);
		draw(d, "</text>\n");
	}
	draw(d, "<text class=\"tick\" x=\"0\" y=\"11\">");
	draw_text(d, d->c->axis_unit + strspn(d->c->axis_unit, " "));
	if (d->low > 0) {
		draw(d, d->c->axis_unit[0] != '\0' ? ". " : "");
		draw_text(d, d->c->axis_note);
	}
	draw(d, "</text>\n");
}

static void
draw_band(struct drawing *d)
{
	const struct chart *c = d->c;
	double top, foot;

	if (c->band_label == NULL)
		return;
	top = isnan(c->band_high) ? TOP : y_of(d, c->band_high);
	foot = isnan(c->band_low) ? d->bottom : y_of(d, c->band_low);
	draw(d, "<rect class=\"band\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"/>\n", LEFT, top, d->right - LEFT, foot - top);
	if (isnan(c->band_high) || isnan(c->band_low))
		add_label(d, isnan(c->band_low) ? c->band_high : c->band_low,
		    c->band_label, "band");
	else
		add_label(d, (c->band_low + c->band_high) / 2, c->band_label,
		    "band");
}

/* One of the three limit lines: a step per point, broken at gaps. */
static void
draw_steps(struct drawing *d, int which, const char *class, const char *text)
{
	const struct chart *c = d->c;
	double v, x, half, last = NAN;
	bool pen = false;
	size_t i;

	half = c->n > 1 ? (x_of(d, middle(&c->points[c->n - 1])) -
	    x_of(d, d->first)) / (2.0 * (double)(c->n - 1)) : d->pad;
	for (i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->points[i];

		v = which == 0 ? p->centre :
		    which < 0 ? p->limit_low : p->limit_high;
		if (isnan(v)) {
			pen = false;
			continue;
		}
		x = x_of(d, middle(p));
		if (isnan(last))
			draw(d, "<path class=\"%s\" d=\"", class);
		if (pen)
			draw(d, "V%.1fH%.1f", y_of(d, v), x + half);
		else
			draw(d, "M%.1f %.1fH%.1f", x - half, y_of(d, v),
			    x + half);
		pen = true;
		last = v;
	}
	if (!isnan(last)) {
		draw(d, "\"/>\n");
		add_label(d, last, text, class);
	}
}

/* The line through the points; a missing period breaks it. */
static void
draw_line(struct drawing *d, const struct chart_point *p, size_t n,
    const char *class, bool apart)
{
	bool pen = false, any = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (isnan(p[i].value)) {
			pen = false;
			continue;
		}
		if (apart && i > 0 && p[i].start != p[i - 1].end + 1 &&
		    p[i].start != p[i].end)
			pen = false;
		if (!any)
			draw(d, "<path class=\"%s\" d=\"", class);
		/* A window is drawn at its last quarter, where it is read. */
		draw(d, "%c%.1f %.1f", pen ? 'L' : 'M',
		    x_of(d, middle(&p[i])), y_of(d, p[i].value));
		pen = any = true;
	}
	if (any)
		draw(d, "\"/>\n");
}

static void
draw_point(struct drawing *d, const struct chart_point *p, bool latest)
{
	double x = x_of(d, middle(p)), y = y_of(d, p->value);
	double r = latest ? 5.5 : d->c->n > 30 ? 3 : 4;
	double cap = d->c->n > 30 ? 1.5 : 3.5;

	draw(d, "<g class=\"point%s\"><title>",
	    p->mark != MARK_PLAIN ? " signal" : "");
	draw_text(d, p->tip);
	draw(d, "</title>");
	if (!isnan(p->low) && !isnan(p->high))
		draw(d, "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f "
		    "%.1fV%.1fM%.1f %.1fH%.1f\"/>", x - cap, y_of(d, p->low),
		    x + cap, x, y_of(d, p->low), y_of(d, p->high), x - cap,
		    y_of(d, p->high), x + cap);
	if (p->mark != MARK_PLAIN)
		r += 2;
	switch (p->mark) {
	case MARK_PLAIN:
		draw(d, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, y,
		    r);
		break;
	case MARK_ABOVE:
	case MARK_BELOW:
		if (p->mark == MARK_BELOW)
			r = -r;
		draw(d, "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fZ\"/>",
		    x, y - r, x - r, y + r * 0.8, x + r, y + r * 0.8);
		break;
	case MARK_PATTERN:
		draw(d, "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f "
		    "%.1fZ\"/>", x, y - r, x + r, y, x, y + r, x - r, y);
		break;
	}
	draw(d, "</g>\n");
}

/* On from the last point to what is expected: dashes, and hollow points. */
static void
draw_forecast(struct drawing *d, const struct chart_point *from)
{
	const struct chart_point *p = d->c->forecast;
	double x;
	size_t i, n = d->c->n_forecast;

	if (n == 0)
		return;
	draw(d, "<path class=\"forecast\" d=\"");
	if (from != NULL)
		draw(d, "M%.1f %.1f", x_of(d, middle(from)),
		    y_of(d, from->value));
	for (i = 0; i < n; i++)
		draw(d, "%c%.1f %.1f", i == 0 && from == NULL ? 'M' : 'L',
		    x_of(d, middle(&p[i])), y_of(d, p[i].value));
	draw(d, "\"/>\n");
	for (i = 0; i < n; i++) {
		x = x_of(d, middle(&p[i]));
		draw(d, "<g class=\"expected\"><title>");
		draw_text(d, p[i].tip);
		draw(d, "</title>");
		if (!isnan(p[i].low) && !isnan(p[i].high))
			draw(d, "<path class=\"range\" d=\"M%.1f %.1fH%.1f"
			    "M%.1f %.1fV%.1fM%.1f %.1fH%.1f\"/>", x - 3.5,
			    y_of(d, p[i].low), x + 3.5, x, y_of(d, p[i].low),
			    y_of(d, p[i].high), x - 3.5, y_of(d, p[i].high),
			    x + 3.5);
		draw(d, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/></g>\n", x,
		    y_of(d, p[i].value));
	}
	add_label(d, p[n - 1].value, d->c->forecast_label, "forecast");
}

/* Period names under the axis, from the last backwards as room allows. */
static void
draw_periods(struct drawing *d)
{
	const struct chart *c = d->c;
	const struct chart_point *p;
	double x, half, limit = WIDTH + GAP;
	size_t i;

	for (i = c->n + c->n_forecast; i-- > 0;) {
		p = i < c->n ? &c->points[i] : &c->forecast[i - c->n];
		x = x_of(d, middle(p));
		half = CHAR_WIDTH / 2 * (double)width_of(p->label);
		if (x + half > limit - GAP || x - half < 0)
			continue;
		draw(d, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" "
		    "text-anchor=\"middle\">", x, d->bottom + 20);
		draw_text(d, p->label);
		draw(d, "</text>\n");
		limit = x - half;
	}
}

/* In order of what they belong to; equal ones as they were added. */
static void
sort_labels(struct drawing *d)
{
	struct label *l = d->labels, held;
	size_t i, j;

	for (i = 1; i < d->n_labels; i++) {
		held = l[i];
		for (j = i; j > 0 && l[j - 1].at > held.at; j--)
			l[j] = l[j - 1];
		l[j] = held;
	}
}

/*
 * Moves labels apart, as little as may be: labels that would touch form a
 * block, which stands at the mean of where its members would like to be;
 * blocks that would touch merge.  Then all are kept inside the plot.
 */
static void
place_labels(struct drawing *d)
{
	struct label *l = d->labels;
	double top[MAX_LABELS];		/* of each block */
	size_t n[MAX_LABELS];		/* labels in it */
	size_t i, j, k, blocks = 0;

	sort_labels(d);
	for (i = 0; i < d->n_labels; i++) {
		top[blocks] = l[i].at;
		n[blocks++] = 1;
		while (blocks > 1 && top[blocks - 1] < top[blocks - 2] +
		    (double)n[blocks - 2] * GAP) {
			j = blocks - 1;
			k = blocks - 2;
			top[k] = ((double)n[k] * top[k] + (double)n[j] *
			    (top[j] - (double)n[k] * GAP)) /
			    (double)(n[k] + n[j]);
			n[k] += n[j];
			blocks--;
		}
	}
	for (i = 0, j = 0; j < blocks; j++)
		for (k = 0; k < n[j]; k++, i++)
			l[i].y = top[j] + (double)k * GAP;
	for (i = 0; i < d->n_labels; i++)
		if (l[i].y < TOP + (double)i * GAP)
			l[i].y = TOP + (double)i * GAP;
	for (i = d->n_labels, k = 0; i-- > 0; k++)
		if (l[i].y > d->bottom - (double)k * GAP)
			l[i].y = d->bottom - (double)k * GAP;
}

static void
draw_labels(struct drawing *d)
{
	size_t i;

	place_labels(d);
	for (i = 0; i < d->n_labels; i++) {
		const struct label *l = &d->labels[i];

		draw(d, "<path class=\"lead %s\" d=\"M%.1f %.1fL%.1f %.1fH"
		    "%.1f\"/>", l->class, d->right, l->at, d->right + 10, l->y,
		    d->right + 20);
		draw(d, "<text class=\"end\" x=\"%.1f\" y=\"%.1f\">",
		    d->right + 24, l->y + 4);
		draw_text(d, l->text);
		draw(d, "</text>\n");
	}
}

static size_t
label_width(const struct chart *c)
{
	const char *all[] = { c->band_label, c->latest_label, c->centre_label,
	    c->limit_low_label, c->limit_high_label, c->windows_label,
	    c->forecast_label };
	size_t i, w, widest = 0;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL && (w = width_of(all[i])) > widest)
			widest = w;
	for (i = 0; i < c->n_lines; i++)
		if ((w = width_of(c->lines[i].label)) > widest)
			widest = w;
	return widest > 40 ? 40 : widest;
}

int
chart_svg(struct buf *b, const struct chart *c)
{
	struct drawing d = { .c = c, .b = b };
	size_t i, latest = c->n;

	if (c->n == 0)
		return 0;
	d.right = WIDTH - 28 - CHAR_WIDTH * (double)label_width(c);
	d.bottom = HEIGHT - BOTTOM;
	set_axis(&d);
	set_time(&d);
	for (i = 0; i < c->n; i++)
		if (!isnan(c->points[i].value))
			latest = i;
	draw(&d, "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby="
	    "\"%s-t %s-d\">\n<title id=\"%s-t\">", WIDTH, HEIGHT, c->id,
	    c->id, c->id);
	draw_text(&d, c->title);
	draw(&d, "</title>\n<desc id=\"%s-d\">", c->id);
	draw_text(&d, c->desc);
	draw(&d, "</desc>\n");
	draw_band(&d);
	draw_grid(&d);
	draw_steps(&d, -1, "limit", c->limit_low_label);
	draw_steps(&d, 1, "limit", c->limit_high_label);
	draw_steps(&d, 0, "centre", c->centre_label);
	for (i = 0; i < c->n_lines; i++) {
		draw(&d, "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/>\n",
		    c->lines[i].class, c->lines[i].brief ? d.right - BRIEF :
		    LEFT, y_of(&d, c->lines[i].at), d.right);
		add_label(&d, c->lines[i].at, c->lines[i].label,
		    c->lines[i].class);
	}
	draw_line(&d, c->windows, c->n_windows, "windows", false);
	if (c->n_windows > 0)
		add_label(&d, c->windows[c->n_windows - 1].value,
		    c->windows_label, "windows");
	draw_line(&d, c->points, c->n, "series", true);
	draw_forecast(&d, latest < c->n ? &c->points[latest] : NULL);
	for (i = 0; i < c->n; i++)
		if (!isnan(c->points[i].value))
			draw_point(&d, &c->points[i], i == latest);
	if (latest < c->n)
		add_label(&d, c->points[latest].value, c->latest_label,
		    "series");
	draw_periods(&d);
	draw_labels(&d);
	draw(&d, "</svg>\n");
	return d.bad ? -1 : 0;
}
