using System.Text.Json.Nodes;

namespace MlOps.StandIn.Storage;

/// <summary>Which members of an answer are wanted: <c>nextPageToken,items(name,size),metadata/a</c>.</summary>
internal sealed class FieldMask
{
    private readonly Dictionary<string, FieldMask> _members = new(StringComparer.Ordinal);

    public static FieldMask Read(string text)
    {
        var place = 0;
        var mask = ReadList(text, ref place);
        return place == text.Length ? mask : throw Invalid(text);
    }

    /// <summary>What is wanted of a document.</summary>
    public JsonObject Cut(JsonObject body)
    {
        if (_members.Count == 0 || _members.ContainsKey("*"))
        {
            return body;
        }

        var cut = new JsonObject();
        foreach (var (name, mask) in _members)
        {
            JsonNode? kept = body[name] switch
            {
                JsonObject members => mask.Cut(members),
                JsonArray items => new JsonArray([.. items.Select(item => item is JsonObject members ? mask.Cut(members).DeepClone() : item?.DeepClone())]),
                var value => value,
            };
            if (kept is not null)
            {
                cut[name] = kept.DeepClone();
            }
        }

        return cut;
    }

    private static FieldMask ReadList(string text, ref int place)
    {
        var list = new FieldMask();
        while (true)
        {
            var start = place;
            while (place < text.Length && text[place] is not (',' or '/' or '(' or ')'))
            {
                place++;
            }

            var name = text[start..place].Trim();
            if (name.Length == 0)
            {
                throw Invalid(text);
            }

            var member = new FieldMask();
            if (place < text.Length && text[place] is '/')
            {
                place++;
                member = ReadPath(text, ref place);
            }
            else if (place < text.Length && text[place] is '(')
            {
                place++;
                member = ReadList(text, ref place);
                place += place < text.Length && text[place] == ')' ? 1 : throw Invalid(text);
            }

            list.Add(name, member);
            if (place == text.Length || text[place] != ',')
            {
                return list;
            }

            place++;
        }
    }

    /// <summary>The one member behind a slash, up to the next comma.</summary>
    private static FieldMask ReadPath(string text, ref int place)
    {
        var end = text.IndexOfAny([',', ')'], place);
        var open = text.IndexOf('(', place);
        if (open >= 0 && (end < 0 || open < end))
        {
            var depth = 0;
            for (end = open; end < text.Length; end++)
            {
                depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }
            }

            end++;
        }

        end = end < 0 ? text.Length : Math.Min(end, text.Length);
        var mask = Read(text[place..end]);
        place = end;
        return mask;
    }

    private static StorageFailure Invalid(string text) => new(400, "invalidParameter", $"Invalid field selection {text}");

    private void Add(string name, FieldMask member)
    {
        if (!_members.TryGetValue(name, out var present))
        {
            _members[name] = member;
            return;
        }

        foreach (var (inner, mask) in member._members)
        {
            present.Add(inner, mask);
        }
    }
}
