# Two programs that have functions in common: m=a writes the arguments of a trial, m=s finds the metric in what it prints.
# awk runs them with LC_ALL=C, so that a character is a byte. No single quote, no dollar sign before a parenthesis.
function u(s) {
  gsub(/%09/, "\t", s)
  gsub(/%0A/, "\n", s)
  gsub(/%25/, "%", s)
  return s
}
# A word for the shell.
function q(s, a, n, i, r) {
  n = split(s, a, Q)
  r = a[1]
  for (i = 2; i <= n; i++) r = r Q "\\" Q Q a[i]
  return Q r Q
}
# The trial's number where the service has left its name.
function w(s, i) {
  while (i = index(s, T)) s = substr(s, 1, i - 1) I substr(s, i + length(T))
  return s
}
# A number as the contract writes it. (A zero at its beginning would make it octal to busybox.)
function N(s, z, o, e, p, g, x) {
  if (s !~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/) return s
  g = s ~ /^-/ ? "-" : ""
  sub(/^[-+]/, "", s)
  if (match(s, /[eE]/)) {
    e = substr(s, RSTART + 1)
    sub(/^[+]?0+/, "", e)
    e = e + 0 > 9999 ? 9999 : e + 0 < -9999 ? -9999 : e + 0
    s = substr(s, 1, RSTART - 1)
  }
  p = index(s, ".")
  if (!p) p = length(s) + 1
  p += e - 1
  sub(/[.]/, "", s)
  while (s ~ /^0/) {
    s = substr(s, 2)
    p--
  }
  sub(/0+$/, "", s)
  if (s == "" || p < -323) return g "0"
  if (!z && p < 309 && length(s) > 15) {
    o = g substr(s, 1, 1) "." substr(s, 2) "e" (p - 1)
    for (e = 15; e < 18; e++) {
      x = sprintf("%." e "g", o + 0)
      if (x + 0 == o + 0) break
    }
    if (e <= length(s)) return N(x, 1)
  }
  if (p <= -4 || p > 16) {
    p--
    e = p < 0 ? -p : p
    return g substr(s, 1, 1) (length(s) > 1 ? "." substr(s, 2) : "") "e" (p < 0 ? "-" : "+") (e < 10 ? "0" : "") e
  }
  if (p <= 0) {
    for (; p < 0; p++) s = "0" s
    return g "0." s
  }
  if (p >= length(s)) {
    while (length(s) < p) s = s "0"
    return g s
  }
  return g substr(s, 1, p) "." substr(s, p + 1)
}
function A(n, i, j, k, a, f, h, L, X, F, K, M, S, y, o, v, z, t) {
  n = split(ENVIRON["MLOPS_TRIAL_ARGUMENTS"], L, "\n")
  split(L[1], h, "\t")
  for (i = 2; i <= n; i++) {
    split(L[i], f, "\t")
    if (f[1] == "") M[k, u(f[2])] = f[3] u(f[4])
    else {
      X[f[1]] = ++k
      F[k] = f[2]
      K[k] = f[3]
    }
  }
  for (i in ENVIRON) if (i ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && index(ENVIRON[i], T)) o = o "export " i "=" q(w(ENVIRON[i])) ";"
  for (i = h[1] + h[2] + 1; i < ARGC; i++) {
    a = ARGV[i]
    t = index(a, "=")
    v = t ? substr(a, 3, t - 3) : substr(a, 3)
    if (a ~ /^--/ && v in X) {
      j = X[v]
      S[j] = 1
      y[j] = t ? substr(a, t + 1) : ARGV[++i]
    } else z = z " " q(a)
  }
  o = o "set --"
  for (i = 1; i <= h[1]; i++) o = o " " q(w(ARGV[i]))
  for (j = 1; j <= k; j++) if (S[j]) {
    v = K[j] == "n" ? N(y[j]) : y[j]
    v = ((j, v) in M) ? M[j, v] : "=" v
    a = substr(v, 1, 1)
    v = w(substr(v, 2))
    if (a == "+") o = o " " q(F[j])
    else if (a == "=") o = o " " (h[3] == "e" || v ~ /^-/ ? q(F[j] "=" v) : q(F[j]) " " q(v))
  }
  for (i = h[1] + 1; i <= h[1] + h[2]; i++) o = o " " q(w(ARGV[i]))
  printf "%s", o z
}
# The characters of a list of codes.
function D(s, a, n, i, b, j, r) {
  n = split(s, a, ",")
  for (i = 1; i <= n; i++) {
    split(a[i], b, "-")
    for (j = b[1]; j <= b[2]; j++) r = r sprintf("%c", j + 0)
  }
  return r
}
# Whether a character of several bytes, by its first, belongs to what a set has of them.
function R(c, r) {
  return index(G, c) ? r % 2 : r > 1
}
# Whether a word goes through the byte at a place. (Nothing is in a text to one awk, and not to another.)
function W(s, i, c) {
  while (i > 1 && (c = substr(s, i, 1)) != "" && index(C, c)) i--
  c = substr(s, i, 1)
  return i > 0 && c != "" && (index(Z, c) || index(G, c)) ? 1 : 0
}
function B(s, i, p, n, c) {
  i += O[p, 1]
  if (i < 1 || i > length(s)) c = O[p, 3]
  else {
    while (O[p, 1] < 0 && i > 1 && index(C, substr(s, i, 1))) i--
    c = substr(s, i, 1)
    c = index(H, c) ? R(c, O[p, 4]) : index(O[p, 5], c) > 0
  }
  return O[p, 2] ? !c : c
}
# Follows the steps of the pattern from a place on; the end of the match, or nothing.
function Y(s, i, y, p, o, c) {
  y = 1
  P[1] = 0
  E[1] = i
  for (c = 0; c < 6; c++) k[c] = 0
  while (y) {
    p = P[y]
    i = E[y--]
    if (p < 0) {
      k[-1 - p] = i
      continue
    }
    for (;;) {
      if ((p, i) in U) break
      U[p, i]
      o = O[p]
      if (o == "t") {
        if (substr(s, i, O[p, 2]) != O[p, 1]) break
        i += O[p, 2]
        p++
      } else if (o == "c") {
        c = substr(s, i, 1)
        if (c == "") break
        if (index(H, c)) {
          if (!R(c, O[p, 1])) break
          while (index(C, c = substr(s, ++i, 1)) && c != "") ;
        } else {
          if (!index(O[p, 2], c)) break
          i++
        }
        p++
      } else if (o == "s") {
        P[++y] = O[p, 2]
        E[y] = i
        p = O[p, 1]
      } else if (o == "j") p = O[p, 1]
      else if (o == "g") {
        c = O[p, 1]
        P[++y] = -1 - c
        E[y] = k[c]
        k[c] = i
        p++
      } else if (o == "a") {
        c = O[p, 1]
        if (c == "^" ? i > 1 : c == "$" ? i <= length(s) : (W(s, i - 1) == W(s, i)) == (c == "b")) break
        p++
      } else if (o == "l") {
        if (!B(s, i, p)) break
        p++
      } else return i
    }
  }
  return 0
}
# A whole number as it is written down; nothing, when 64 bits cannot hold it.
function V(x, g) {
  g = x ~ /^-/ ? "-" : ""
  sub(/^[-+]?0*/, "", x)
  return length(x) > 19 || length(x) == 19 && x "" > "9223372036854775807" ? "" : x == "" ? 0 : g x
}
# The number behind a word, such as the 3 of "epoch [3/10]". (No part of the expression is optional but single characters: mawk takes the wrong branch of more.)
function J(s, e, t, o, i, c, x) {
  t = tolower(s)
  while (match(t, e "[" Q "\"]?" S3 "[:=]?" S3 "[[(#]?" S3 "[0-9]+")) {
    i = RSTART
    x = substr(t, i, RLENGTH)
    c = substr(t, i + RLENGTH)
    sub(/^[.]0+/, "", c)
    o += i
    if (!W(c, 1) && c !~ /^%/ && c !~ /^[.][0-9]/ && !W(s, (e == "step" && o > 7 && tolower(substr(s, o - 7, 7)) == "global_" ? o - 7 : o) - 1)) {
      match(x, /[0-9]+$/)
      return V(substr(x, RSTART))
    }
    t = substr(t, i + 1)
  }
  return ""
}
function c1(s, a, i) {
  i = k[a] ? substr(s, k[a], k[a + 1] - k[a]) : ""
  return i ~ /^[-+]?[0-9]+$/ ? V(i) : ""
}
# A match: a line for the file.
function X1(s, v, x, i, l) {
  v = substr(s, k[0], k[1] - k[0])
  gsub(/^[ \t\r\f\v]+|[ \t\r\f\v]+$/, "", v)
  if (v !~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/) return
  v = N(v)
  x = v
  if (sub(/.*e[+]/, "", x) && x + 0 > 308 || v + 0 > 1.7976931348623157e308 || v + 0 < -1.7976931348623157e308) return
  if (v ~ /^-?[0-9]+$/) v = v ".0"
  n1++
  x = c1(s, 2)
  if (x == "") x = J(s, "step")
  if (x == "") x = c1(s, 4)
  if (x == "") x = J(s, "epoch")
  if (x == "") x = n1
  srand()
  t = srand()
  if (t < 1e9) {
    "date +%s" | getline t
    close("date +%s")
  }
  for (i = 1; i <= nt; i++) l = l (tt[i] == "S" ? x : tt[i] == "V" ? v : tt[i] == "T" ? sprintf("%.1f", t) : tt[i] == "I" ? I : tt[i])
  printf "%s", l "\n"
  fflush()
}
BEGIN {
  Q = sprintf("%c", 39)
  T = "$" "(CLOUD_ML_TRIAL_ID)"
  I = ENVIRON["CLOUD_ML_TRIAL_ID"]
  if (I == "" || I == T) {
    I = ENVIRON["AIP_MODEL_DIR"]
    sub("/model/?$", "", I)
    sub(".*/", "", I)
  }
  if (I == "") I = "0"
  if (m == "a") {
    A()
    exit
  }
  H = D("128-255")
  C = D("128-191")
  G = D("195-223,224-225,227-238")
  Z = D("48-57,65-90,95-95,97-122")
  S3 = "[ \t\r\f\v]?[ \t\r\f\v]?[ \t\r\f\v]?"
  n = split(ENVIRON["MLOPS_TRIAL_METRIC"], a, "\n")
  nt = split(a[1], tt, "\t")
  needed = u(a[2])
  for (i = 3; i <= n; i++) {
    p = i - 3
    f = split(a[i], b, "\t")
    O[p] = b[1]
    for (j = 2; j <= f; j++) O[p, j - 1] = b[1] ~ /[sjgl]/ && j < 6 ? b[j] + 0 : b[j]
    if (b[1] == "t") {
      O[p, 1] = u(b[2])
      O[p, 2] = length(O[p, 1])
    }
    if (b[1] == "c") O[p, 2] = D(b[3])
    if (b[1] == "l") O[p, 5] = D(b[6])
  }
  if (n < 3) exit
}
needed == "" || index($0, needed) {
  at = 1
  while (at <= length($0) + 1) {
    split("", U)
    for (i = at; i <= length($0) + 1; i++) if (e = Y($0, i)) break
    if (!e) break
    X1($0)
    at = e > i ? e : i + 1
  }
}
