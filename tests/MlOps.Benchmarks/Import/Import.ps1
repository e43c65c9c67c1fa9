# Imports a module, or nothing, and says how long that took.
$watch = [Diagnostics.Stopwatch]::StartNew()
if ($args) { Import-Module $args[0] }
[Console]::WriteLine($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))
