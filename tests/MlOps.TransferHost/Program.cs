using MlOps;
using MlOps.Providers;

// MlOps.TransferHost send FROM TO, or MlOps.TransferHost unpack ARCHIVE FOLDER: paths of this machine or addresses of a store. Says that it has begun, one line for each object, and what it came to.
var catalog = new ProviderCatalog();
var providers = catalog.Create(new MlContext([MlContext.DefaultProvider, .. catalog.Settings], new Dictionary<string, string>(), SavedContext.DefaultPath), new Nobody());
var report = new Report();
using var stop = new CancellationTokenSource();
try
{
    Console.WriteLine("begun");
    await (args switch
    {
        ["send", var from, var to] => SendAsync(Place(from), Place(to)),
        ["unpack", var archive, var folder] => UnpackAsync(Place(archive), folder),
        _ => throw new ArgumentException("MlOps.TransferHost send FROM TO\nMlOps.TransferHost unpack ARCHIVE FOLDER"),
    });
}
catch (MlOpsException e)
{
    report.Failed("everything", e);
}

return report.End();

DataPlace Place(string text) => DataPlace.IsAddress(text) ? DataPlace.Find(text, providers) : new(new FolderStore(), FolderStore.At(text));

async Task SendAsync(DataPlace from, DataPlace to)
{
    var folder = to.Store.IsNear ? to.Location : to.Location.Folder;
    using var ledger = to.Store.IsNear ? null : TransferLedger.Open(Path.Combine(MlHome.Path, "transfers"), from.Location, folder);
    var wanted = new TransferComparison(ledger).CompareAsync(TransferPlan.ListAsync(from.ListAsync(stop.Token), to.Store, folder, stop.Token), stop.Token)
        .Where(IsWanted)
        .Select(compared => compared.Item);
    await foreach (var outcome in new TransferEngine(new TransferMeter(null)).RunAsync(wanted, stop.Token))
    {
        if (outcome.Succeeded)
        {
            ledger?.Add(outcome.Item, outcome.Written);
            report.Transferred(outcome.Item.Name);
        }
        else
        {
            report.Failed(outcome.Item.Name, outcome.Error);
        }
    }
}

bool IsWanted((TransferItem Item, bool IsSame) compared)
{
    if (compared.IsSame)
    {
        report.Unchanged();
    }

    return !compared.IsSame;
}

async Task UnpackAsync(DataPlace archive, string folder)
{
    var stored = await archive.Store.DescribeAsync(archive.Location, stop.Token) ?? throw new MlOpsException(ErrorCode.NotFound, "There is no such archive.", "Look at the address.");
    var safe = new SafeFolder(Path.GetFullPath(folder));
    await foreach (var outcome in new PackedArchive(archive.Store, stored).ExtractAsync(member => safe.Resolve(member.Path), null, stop.Token))
    {
        if (!outcome.Succeeded)
        {
            report.Failed(outcome.Member.Path, outcome.Error);
        }
        else if (outcome.Result == MlReceiveResult.Received)
        {
            report.Transferred(outcome.Member.Path);
        }
        else
        {
            report.Unchanged();
        }
    }
}
