namespace MlOps.Providers.Requests;

/// <summary>The names of the members of a vendor's request, so that they can be given in any case.</summary>
internal sealed class RequestMembers
{
    private readonly Dictionary<string, Dictionary<string, Member>> _structures;

    private RequestMembers(string root, Dictionary<string, Dictionary<string, Member>> structures)
    {
        Root = root;
        _structures = structures;
    }

    /// <summary>The structure that a request is.</summary>
    public string Root { get; }

    /// <summary>Reads a table: a structure a line, the request first, then its members; behind the colon the structure that a member, or each element of a list, is.</summary>
    public static RequestMembers Parse(string table)
    {
        string[][] lines = [.. table.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split(' '))];
        return new(
            lines[0][0],
            lines.ToDictionary(words => words[0], words => words.Skip(1).Select(Member.Parse).ToDictionary(member => member.Name, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Finds a member by its name in any case.</summary>
    /// <param name="structure">The structure; <see langword="null"/> for a table of free names.</param>
    /// <param name="name">The name.</param>
    /// <returns>The member; <see langword="null"/> when there is none.</returns>
    public Member? Find(string? structure, string name) => structure is null ? null : _structures[structure].GetValueOrDefault(name);

    /// <summary>A member of a structure.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Structure">The structure that it is, or that its elements are; <see langword="null"/> when it is none.</param>
    public sealed record Member(string Name, string? Structure)
    {
        public static Member Parse(string word) => word.Split(':') is [var name, var structure] ? new(name, structure) : new(word, null);
    }
}
