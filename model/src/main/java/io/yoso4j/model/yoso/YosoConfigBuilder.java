package io.yoso4j.model.yoso;

import java.util.List;

/** Changes single values of a {@link YosoConfig}; checked by {@link #build}. */
public final class YosoConfigBuilder {
  private BackboneConfig backbone;
  private int numClasses;
  private int numStages;
  private int hiddenDim;
  private int aggDim;
  private int numQueries;
  private int convKernel1d;
  private int numClsFcs;
  private int numMaskFcs;
  private int feedForwardDim;
  private double temperature;
  private List<Double> pixelMean;
  private List<Double> pixelStd;
  private int sizeDivisibility;
  private Initialisation initialisation;

  YosoConfigBuilder(YosoConfig config) {
    backbone = config.backbone();
    numClasses = config.numClasses();
    numStages = config.numStages();
    hiddenDim = config.hiddenDim();
    aggDim = config.aggDim();
    numQueries = config.numQueries();
    convKernel1d = config.convKernel1d();
    numClsFcs = config.numClsFcs();
    numMaskFcs = config.numMaskFcs();
    feedForwardDim = config.feedForwardDim();
    temperature = config.temperature();
    pixelMean = config.pixelMean();
    pixelStd = config.pixelStd();
    sizeDivisibility = config.sizeDivisibility();
    initialisation = config.initialisation();
  }

  public YosoConfigBuilder backbone(BackboneConfig value) {
    backbone = value;
    return this;
  }

  public YosoConfigBuilder numClasses(int value) {
    numClasses = value;
    return this;
  }

  public YosoConfigBuilder numStages(int value) {
    numStages = value;
    return this;
  }

  public YosoConfigBuilder hiddenDim(int value) {
    hiddenDim = value;
    return this;
  }

  public YosoConfigBuilder aggDim(int value) {
    aggDim = value;
    return this;
  }

  public YosoConfigBuilder numQueries(int value) {
    numQueries = value;
    return this;
  }

  public YosoConfigBuilder convKernel1d(int value) {
    convKernel1d = value;
    return this;
  }

  public YosoConfigBuilder numClsFcs(int value) {
    numClsFcs = value;
    return this;
  }

  public YosoConfigBuilder numMaskFcs(int value) {
    numMaskFcs = value;
    return this;
  }

  public YosoConfigBuilder feedForwardDim(int value) {
    feedForwardDim = value;
    return this;
  }

  public YosoConfigBuilder temperature(double value) {
    temperature = value;
    return this;
  }

  public YosoConfigBuilder pixelMean(List<Double> value) {
    pixelMean = value;
    return this;
  }

  public YosoConfigBuilder pixelStd(List<Double> value) {
    pixelStd = value;
    return this;
  }

  public YosoConfigBuilder sizeDivisibility(int value) {
    sizeDivisibility = value;
    return this;
  }

  public YosoConfigBuilder initialisation(Initialisation value) {
    initialisation = value;
    return this;
  }

  /** The configuration; throws IllegalArgumentException naming the value that is out of range. */
  public YosoConfig build() {
    return new YosoConfig(
        backbone,
        numClasses,
        numStages,
        hiddenDim,
        aggDim,
        numQueries,
        convKernel1d,
        numClsFcs,
        numMaskFcs,
        feedForwardDim,
        temperature,
        pixelMean,
        pixelStd,
        sizeDivisibility,
        initialisation);
  }
}
