namespace MlOps.Shell.Hosting;

/// <summary>An answer's name and its key, which an ampersand marks: <c>Yes to &amp;All</c> is chosen with A.</summary>
internal readonly struct ChoiceLabel
{
    public ChoiceLabel(string label)
    {
        var mark = label.IndexOf('&', StringComparison.Ordinal);
        Text = label.Replace("&", "", StringComparison.Ordinal);
        Key = mark >= 0 && mark + 1 < label.Length ? char.ToUpperInvariant(label[mark + 1]).ToString() : Text;
    }

    public string Text { get; }

    public string Key { get; }

    public bool Matches(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
