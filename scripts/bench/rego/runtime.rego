# What JSONata's operators and functions mean, for the translated expressions. A set never occurs in JSON, so the empty
# one stands for "absent".
package rt

absent := set()

is_absent(v) if v == absent

items(v) := v if is_array(v)

else := [] if v == absent

else := [v]

# A sequence of the results of a step: one result is that result, several are flattened by one level.
seq(rs) := absent if count(rs) == 0

else := rs[0] if count(rs) == 1

else := one([x | some r in rs; some x in items(r)])

one(xs) := absent if count(xs) == 0

else := xs[0] if count(xs) == 1

else := xs

step(v, name) := object.get(v, name, absent) if is_object(v)

else := seq([r | some x in v; is_object(x); r := object.get(x, name, absent); r != absent]) if is_array(v)

else := absent

index(xs, i) := xs[i] if {
	i >= 0
	i < count(xs)
}

else := xs[count(xs) + i] if {
	i < 0
	count(xs) + i >= 0
}

else := absent

kept(p, i, _) if {
	is_number(p)
	p >= 0
	p == i
}

kept(p, i, n) if {
	is_number(p)
	p < 0
	n + p == i
}

kept(p, _, _) if {
	not is_number(p)
	truthy(p)
}

truthy(v) if v == true

truthy(v) if {
	is_number(v)
	v != 0
}

truthy(v) if {
	is_string(v)
	v != ""
}

truthy(v) if {
	is_object(v)
	count(v) > 0
}

truthy(v) if {
	is_array(v)
	some x in v
	truthy_item(x)
}

truthy_item(v) if v == true

truthy_item(v) if {
	is_number(v)
	v != 0
}

truthy_item(v) if {
	is_string(v)
	v != ""
}

truthy_item(v) if {
	is_object(v)
	count(v) > 0
}

boolean(v) := absent if v == absent

else := true if truthy(v)

else := false

negate(v) := absent if v == absent

else := false if truthy(v)

else := true

eq_of(a, b) if {
	a != absent
	a == b
}

else := false

ne_of(a, b) if {
	a != absent
	b != absent
	a != b
}

else := false

comparable(a, b) if {
	is_number(a)
	is_number(b)
}

comparable(a, b) if {
	is_string(a)
	is_string(b)
}

lt_of(a, b) := a < b if comparable(a, b)

else := absent if absent in {a, b}

le_of(a, b) := a <= b if comparable(a, b)

else := absent if absent in {a, b}

gt_of(a, b) := a > b if comparable(a, b)

else := absent if absent in {a, b}

ge_of(a, b) := a >= b if comparable(a, b)

else := absent if absent in {a, b}

member(x, xs) := false if absent in {x, xs}

else := x in items(xs)

add_of(a, b) := absent if absent in {a, b}

else := a + b

sub_of(a, b) := absent if absent in {a, b}

else := a - b

mul_of(a, b) := absent if absent in {a, b}

else := a * b

div_of(a, b) := absent if absent in {a, b}

else := a / b

rem_of(a, b) := absent if absent in {a, b}

else := a % b if {
	a == floor(a)
	b == floor(b)
}

else := a - (b * floor(a / b)) if (a * b) >= 0

else := a - (b * ceil(a / b))

neg_of(a) := absent if a == absent

else := 0 - a

text(v) := "" if v == absent

else := v if is_string(v)

else := json.marshal(v)

string(v) := absent if v == absent

else := text(v)

floor_of(v) := absent if v == absent

else := floor(v)

ceil_of(v) := absent if v == absent

else := ceil(v)

abs_of(v) := absent if v == absent

else := abs(v)

half_even(v) := floor(v) if {
	(v - floor(v)) == 0.5
	(floor(v) % 2) == 0
}

else := ceil(v) if (v - floor(v)) == 0.5

else := floor(v + 0.5)

tens := [1, 10, 100, 1000, 10000]

round_to(v, digits) := absent if v == absent

else := half_even(v * tens[digits]) / tens[digits]

count_of(v) := 0 if v == absent

else := count(v) if is_array(v)

else := 1

max_of(v) := max(v) if {
	is_array(v)
	count(v) > 0
}

else := v if is_number(v)

else := absent

min_of(v) := min(v) if {
	is_array(v)
	count(v) > 0
}

else := v if is_number(v)

else := absent

sum_of(v) := absent if v == absent

else := sum(items(v))

append(a, b) := b if a == absent

else := a if b == absent

else := array.concat(items(a), items(b))

uniques(xs) := [x | some i, x in xs; not seen(x, xs, i)]

seen(x, xs, i) if x in array.slice(xs, 0, i)

distinct(v) := v if not is_array(v)

else := uniques(v)

# Of a sequence that a path gave: one value is that value.
distinct_seq(v) := v if not is_array(v)

else := one(uniques(v))

sort_of(v) := absent if v == absent

else := sort(items(v))

reverse_of(v) := absent if v == absent

else := array.reverse(items(v))

keys(v) := one(sort([k | some k, _ in v])) if is_object(v)

else := one(sort({k | some x in v; is_object(x); some k, _ in x})) if is_array(v)

else := absent

lookup(v, key) := step(v, key)

merge(v) := absent if v == absent

else := {k: x | some o in items(v); some k, _ in o; x := last_of(items(v), k)}

last_of(xs, k) := ys[count(ys) - 1] if ys := [y | some o in xs; y := o[k]]

join(v, separator) := absent if v == absent

else := concat(separator, items(v))

split_of(v, separator) := absent if v == absent

else := split(v, separator)

contains_of(v, part) := absent if v == absent

else := contains(v, part)

starts(text, start) := start if start >= 0

else := max([0, count(text) + start])

substring_of(v, start, length) := absent if v == absent

else := substring(v, starts(v, start), length)

before(v, part) := absent if v == absent

else := substring(v, 0, indexof(v, part)) if contains(v, part)

else := v

after(v, part) := absent if v == absent

else := substring(v, indexof(v, part) + count(part), -1) if contains(v, part)

else := v

lower_of(v) := absent if v == absent

else := lower(v)

upper_of(v) := absent if v == absent

else := upper(v)

trim_of(v) := absent if v == absent

else := trim_space(v)

length_of(v) := absent if v == absent

else := count(v)

replace_of(v, old, new) := absent if v == absent

else := replace(v, old, new)

number_of(v) := absent if v == absent

else := v if is_number(v)

else := 1 if v == true

else := 0 if v == false

else := to_number(v)

type_of(v) := absent if v == absent

else := type_name(v)

# The value of a placeholder in a log.
shown(v) := null if v == absent

else := v

pad_of(v, width, char) := absent if v == absent

else := concat("", [v, fill(width - count(v), char)]) if width >= 0

else := concat("", [fill((0 - width) - count(v), char), v])

fill(n, char) := "" if n <= 0

else := substring(concat("", [char | some _ in numbers.range(1, n)]), 0, n)
