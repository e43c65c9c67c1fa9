using MlOps.Help.Reading;
using MlOps.Help.Writing;

if (args is not [("--maml" or "--pages") and var what, var assembly, var target])
{
    Console.Error.WriteLine("usage: MlOps.Help --maml <assembly of the cmdlets> <file> | --pages <assembly of the cmdlets> <folder>");
    return 2;
}

var commands = new CommandReader(assembly).Read();
if (what == "--maml")
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
    MamlWriter.Write(commands).Save(target);
}
else
{
    PageFolder.Write(target, MarkdownWriter.Write(commands));
}

return 0;
