namespace MlOps.Tests.S3;

/// <summary>Keys that addresses, XML or file systems make something else of when nobody takes care.</summary>
internal static class OddKeys
{
    public static TheoryData<string> All =>
    [
        "plain", "a/../b", "../up", "a/../../b", "./here", "a/./b", "a/.", "a/..", "..", ".", "a//b", "/lead", "//two", "///", "a/", "/",
        "back\\slash", "sp ace", " ", " both ", "plus+plus", "pct%2Fpct", "pct%25", "%2e%2e/x", "%", "q?x=1&y", "hash#x", "semi;colon", "star*'()!", "~tilde", "c:\\x", "con", "$HOME",
        "tab\tx", "nl\nx", "cr\rx", "ctl\u0001x", "del\u007fx", "c1\u0085x", "&<>\"'", "]]>", "&#1;", "uni-ü-日本-😀", "e\u0301", "\ufb00", "a\u2028b", "\ufeffbom", "\uffff", "trail.", "trail..",
        new string('é', 512), new string('x', 1024),
    ];
}
