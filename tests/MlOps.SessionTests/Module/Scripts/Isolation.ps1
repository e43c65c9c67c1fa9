# What a session sees that has old versions of vendor packages beside the module: Isolation.ps1 before|after MANIFEST OLD-FOLDER.

$order, $manifest, $old = $args

# The way of Add-Type -Path and of most modules. The engine has a Newtonsoft.Json of its own, whose place in the default context
# no other can take: a module that wants its own loads it aside.
function Import-OldPackage {
    $null = [Reflection.Assembly]::LoadFrom("$old/AWSSDK.Core.dll")
    $null = [Reflection.Assembly]::LoadFile("$old/Newtonsoft.Json.dll")
}

$facts = [Collections.Generic.SortedDictionary[string, string]]::new()
$engineJson = ('Newtonsoft.Json.JsonConvert' -as [type]).Assembly

if ($order -eq 'before') { Import-OldPackage }
Import-Module $manifest
$facts.job = ('MlOps.MlJob' -as [type]).Assembly.Location
$facts.setting = (Get-MlContext DefaultProvider).Value
$facts.checks = "$((Test-MlProvider -Provider Local).Count -gt 0)"
$ours = [Runtime.Loader.AssemblyLoadContext]::All.Where{ $_.Name -eq 'MlOps.Providers' }
$facts.contexts = "$($ours.Count)"
$core = $ours[0].LoadFromAssemblyName([Reflection.AssemblyName]::new('AWSSDK.Core'))
$facts.ourCore = "$($core.GetName().Version) $($core.Location)"
$facts.coreWorks = $core.GetType('Amazon.RegionEndpoint').GetMethod('GetBySystemName').Invoke($null, @('eu-central-1')).SystemName
if ($order -eq 'after') { Import-OldPackage }

$facts.sessionCore = ('Amazon.RegionEndpoint' -as [type]).Assembly.GetName().Version
$facts.sessionCoreWorks = ('Amazon.RegionEndpoint' -as [type])::GetBySystemName('eu-central-1').SystemName
$facts.sessionJsonIsTheEngines = "$(('Newtonsoft.Json.JsonConvert' -as [type]).Assembly -eq $engineJson)"
$facts.oldJson = "$([AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Newtonsoft.Json' -and $_ -ne $engineJson }.ForEach{ $_.GetName().Version })"
$facts.vendorsInDefault = "$([Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where{ $_.Location -like '*providers*' }.Count)"

# The module goes on to work with the old ones there.
Remove-Module MlOps
Import-Module $manifest -Force
$facts.settingAfterwards = (Get-MlContext DefaultProvider).Value
[Console]::WriteLine([Text.Json.JsonSerializer]::Serialize($facts, $facts.GetType(), [Text.Json.JsonSerializerOptions]::Default))
