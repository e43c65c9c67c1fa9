namespace MlOps;

/// <summary>Tells what came of each object.</summary>
internal sealed class Report
{
    private int _transferred;
    private int _unchanged;
    private int _failed;

    public void Transferred(string name)
    {
        _transferred++;
        Console.WriteLine($"transferred {name}");
    }

    public void Unchanged() => Interlocked.Increment(ref _unchanged);

    public void Failed(string name, MlOpsException error)
    {
        _failed++;
        Console.WriteLine($"failed {name}: {error.Code}: {error.Message}");
    }

    public int End()
    {
        Console.WriteLine($"{_transferred} transferred, {_unchanged} unchanged, {_failed} failed");
        return _failed == 0 ? 0 : 1;
    }
}
