namespace MlOps;

/// <summary>The CRCs of an object's content, taken as its parts pass in any order.</summary>
internal sealed class ContentTally
{
    private readonly Crc[] _crcs;
    private readonly ChecksumAlgorithm[] _algorithms;
    private readonly IReadOnlyList<ObjectPart> _parts;
    private readonly ulong[][] _values;
    private readonly long[] _positions;

    /// <summary>Begins with nothing.</summary>
    /// <param name="parts">The object's parts.</param>
    /// <param name="algorithms">What is computed. Those that cannot be put together of parts are left out.</param>
    public ContentTally(IReadOnlyList<ObjectPart> parts, IEnumerable<ChecksumAlgorithm> algorithms)
    {
        _algorithms = [.. algorithms.Where(algorithm => Crc.Of(algorithm) is not null).Distinct()];
        _crcs = [.. _algorithms.Select(algorithm => Crc.Of(algorithm)!)];
        _parts = parts;
        _positions = new long[parts.Count];
        _values = [.. _crcs.Select(_ => new ulong[parts.Count])];
    }

    /// <summary>How many bytes of a part have passed.</summary>
    public long Position(int part) => _positions[part];

    /// <summary>The next bytes of a part.</summary>
    public void Append(int part, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _crcs.Length; i++)
        {
            _values[i][part] = _crcs[i].Append(_values[i][part], bytes);
        }

        _positions[part] += bytes.Length;
    }

    /// <summary>A part begins anew.</summary>
    public void Reset(int part)
    {
        _positions[part] = 0;
        foreach (var values in _values)
        {
            values[part] = 0;
        }
    }

    /// <summary>The checksum of the whole content, when every part has passed.</summary>
    /// <param name="algorithm">One of those that are computed.</param>
    /// <returns>The checksum; <see langword="null"/> for another algorithm.</returns>
    public ObjectChecksum? Of(ChecksumAlgorithm algorithm)
    {
        var index = Array.IndexOf(_algorithms, algorithm);
        if (index < 0)
        {
            return null;
        }

        var (crc, all) = (_crcs[index], 0UL);
        for (var part = 0; part < _parts.Count; part++)
        {
            all = crc.Combine(all, _values[index][part], _parts[part].Length);
        }

        return new(algorithm, crc.ToBytes(all));
    }
}
